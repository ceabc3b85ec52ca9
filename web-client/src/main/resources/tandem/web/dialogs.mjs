/** The dialogs of the page that ask or show one thing. */
import { button, byId, element, show, write } from './dom.mjs';
import { say } from './language.mjs';

const TRIES = 3;
const KEYS = ['1', '2', '3', '4', '5', '6', '7', '8', '9', '*', '0', '#'];

/** Asks for a PIN as often as it is wrong, and counts the tries that are left (docs/room-protocol.md: three). */
export class PinDialog {
    #dialog = byId('pin-dialog');
    #input = byId('pin');
    #wrong = 0;
    #given;

    constructor() {
        byId('pin-form').addEventListener('submit', () => (this.#given = this.#input.value.trim()));
        byId('pin-guest').addEventListener('click', () => {
            this.#given = '';
            this.#dialog.close();
        });
    }

    begin() {
        this.#wrong = 0;
    }

    /** Resolves to the PIN, to '' for a guest where one is optional, or to undefined where the user gave up. */
    async ask(wrong, optional) {
        if (wrong) this.#wrong++;
        this.#given = undefined;
        this.#input.value = '';
        this.#input.setAttribute('aria-invalid', wrong);
        byId('pin-guest').hidden = !optional;
        write(byId('pin-title'), say(optional ? 'pin.title-hosts' : 'pin.title'));
        const closed = show(this.#dialog);
        // After it is open: an alert that is there already is not read out.
        write(byId('pin-trouble'), wrong ? say('pin.wrong', { count: TRIES - this.#wrong }) : '');
        this.#input.focus();
        await closed;
        return this.#given;
    }

    close() {
        this.#dialog.close();
    }
}

/** Whether the other tab should give its place to this one. */
export async function askForTab() {
    let take = false;
    byId('tab-take').onclick = () => {
        take = true;
        byId('tab-dialog').close();
    };
    await show(byId('tab-dialog'));
    return take;
}

/** The room's address for a browser, and what a phone dials; and what keeps others from coming by it. */
export function invite(room, byToken) {
    const link = byId('invite-link');
    link.value = `${location.origin}/r/${encodeURIComponent(room)}`;
    const way = document.querySelector('meta[name="tandem-sip"]').content; // port and transport where they are not the usual ones
    byId('invite-phone').hidden = way === 'off';
    write(byId('invite-number'), `sip:${room}@${location.hostname}${way}`);
    write(byId('invite-done'), '');
    const local = ['localhost', '127.0.0.1', '[::1]'].includes(location.hostname);
    write(byId('invite-note'), byToken ? say('invite.token') : local ? say('invite.local') : '');
    byId('invite-copy').onclick = async () => write(byId('invite-done'), say((await copied(link)) ? 'invite.copied' : 'invite.by-hand'));
    show(byId('invite-dialog'));
    link.select();
}

/** The clipboard is there for secure pages only; for others the old way is tried, and the text stays selected to be copied by hand. */
async function copied(input) {
    try {
        await navigator.clipboard.writeText(input.value);
        return true;
    } catch {
        input.focus();
        input.select();
        return document.execCommand('copy');
    }
}

/** A phone's keys, by click or by typing. */
export function keypad(room) {
    const dialog = byId('keypad-dialog');
    const pressed = byId('keypad-pressed');
    const press = key => {
        try {
            room.key(key);
        } catch {
            return;
        }
        write(pressed, (pressed.textContent + key).slice(-16));
    };
    write(pressed, '');
    byId('keypad-keys').replaceChildren(...KEYS.map(key => button(key, () => press(key), { class: 'key', ...named(key) })));
    dialog.onkeydown = event => {
        if (KEYS.includes(event.key) && !event.ctrlKey && !event.metaKey && !event.altKey) press(event.key);
    };
    show(dialog);
}

function named(key) {
    if (key === '*') return { 'aria-label': say('keypad.star') };
    return key === '#' ? { 'aria-label': say('keypad.hash') } : {};
}

/** A line in the room about something that is amiss, with what can be done about it; one of a kind at a time. */
export function notice(kind, text, ...acts) {
    dismiss(kind);
    const close = button(say('close'), () => dismiss(kind), { class: 'small' });
    byId('notices').append(element('div', { class: 'notice', 'data-kind': kind, role: 'status' },
        element('p', {}, text), element('span', { class: 'row' }, ...acts, close)));
}

export function dismiss(kind) {
    byId('notices').querySelector(`[data-kind="${kind}"]`)?.remove();
}
