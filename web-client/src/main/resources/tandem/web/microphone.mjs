/**
 * The microphone of the page: which one, whether it is open, and how loud it is. One panel shows it, in the lobby and in the settings:
 * a list to choose from, which follows what is plugged in and out, and a level.
 */
import { capture } from './capture.mjs';
import { button, element, write } from './dom.mjs';
import { say } from './language.mjs';
import { Level } from './level.mjs';
import { recall, remember } from './store.mjs';

export class Microphone {
    #onTrack;
    #opening;
    #asked;
    #level;
    #devices = [];
    #panel;
    /** The open track, and why there is none: a cause, or undefined where none was asked for yet. */
    track;
    trouble;

    /** `onTrack()` is called when the track, the trouble or the devices are others. */
    constructor(onTrack) {
        this.#onTrack = onTrack;
        this.#panel = this.#built();
        this.#level = new Level(this.#panel.meter);
        navigator.mediaDevices?.addEventListener('devicechange', () => this.#plugged());
    }

    /** Opens it at once where the browser need not ask, so that the level shows; and looks whether there is one at all. */
    async prepare() {
        await this.#list();
        const allowed = await permission();
        if (allowed === 'granted' || !navigator.mediaDevices) await this.open().catch(() => {});
        else if (allowed === 'denied') this.#have(undefined, 'permission-denied');
        else if (this.#devices.length === 0) this.#have(undefined, 'no-microphone');
        this.draw();
    }

    /** The track of the remembered microphone, or of any other if that one is not there; fails with the causes of capture. */
    open(deviceId = recall('microphone')) {
        if (this.track?.readyState === 'live' && !this.#opening && deviceId === this.#asked) return Promise.resolve(this.track);
        this.#opening ??= this.#capture(deviceId).finally(() => (this.#opening = undefined));
        return this.#opening;
    }

    close() {
        this.track?.stop();
        this.#level.of(undefined);
        this.track = undefined;
    }

    /** Puts the panel there. */
    mount(place) {
        place.replaceChildren(this.#panel.root);
        this.draw();
    }

    draw() {
        const { select, test, meter, note, caption, meterCaption } = this.#panel;
        const open = this.track !== undefined;
        write(caption, say('microphone'));
        write(meterCaption, say('microphone.level'));
        meter.setAttribute('aria-label', say('microphone.level'));
        test.replaceChildren(say('microphone.test'));
        test.hidden = open || this.trouble === 'no-microphone' || this.trouble === 'insecure-context';
        meter.parentElement.hidden = !open;
        select.parentElement.hidden = !open || this.#devices.length === 0;
        note.hidden = open || this.trouble === undefined;
        if (this.trouble) write(note, say(`trouble.${this.trouble}`));
        const chosen = this.track?.getSettings().deviceId;
        select.replaceChildren(...this.#devices.map((each, index) => element('option',
            { value: each.deviceId, selected: each.deviceId === chosen },
            each.label || say('microphone.numbered', { number: index + 1 }))));
    }

    async #capture(deviceId) {
        try {
            const track = await capture(deviceId).catch(error => {
                if (!deviceId || error.cause !== 'no-microphone') throw error;
                return capture();
            });
            this.#asked = deviceId;
            this.track?.stop();
            await this.#list();
            this.#have(track, undefined);
            track.addEventListener('ended', () => this.#lost(track));
            return track;
        } catch (error) {
            if (!this.track) this.#have(undefined, error.cause);
            throw error;
        }
    }

    #have(track, trouble) {
        this.track = track;
        this.trouble = trouble;
        this.#level.of(track);
        this.draw();
        this.#onTrack();
    }

    /** Its plug was pulled: takes another one, if there is one. */
    async #lost(track) {
        if (this.track !== track) return;
        this.close();
        await this.open(undefined).catch(() => {});
    }

    async #plugged() {
        await this.#list();
        if (!this.track && this.trouble === 'no-microphone' && this.#devices.length > 0) this.#have(undefined, undefined);
        this.draw();
    }

    async #list() {
        const all = (await navigator.mediaDevices?.enumerateDevices().catch(() => [])) ?? [];
        this.#devices = all.filter(each => each.kind === 'audioinput');
    }

    async #choose(deviceId) {
        remember('microphone', deviceId);
        await this.open(deviceId).catch(() => {});
    }

    #built() {
        const caption = element('span');
        const select = element('select');
        select.addEventListener('change', () => this.#choose(select.value));
        const meterCaption = element('span');
        const meter = element('div', { class: 'meter', role: 'meter', 'aria-valuemin': 0, 'aria-valuemax': 100 }, element('div'));
        const test = button('', () => this.open().catch(() => {}));
        const note = element('p', { class: 'trouble-line', role: 'status' });
        const root = element('div', { class: 'microphone' },
            element('label', {}, caption, select),
            element('div', { class: 'level' }, meterCaption, meter),
            test, note);
        return { root, caption, select, meterCaption, meter, test, note };
    }
}

/** `granted`, `denied` or `prompt`; browsers that do not tell are to be asked by opening it. */
async function permission() {
    try {
        return (await navigator.permissions.query({ name: 'microphone' })).state;
    } catch {
        return 'prompt';
    }
}
