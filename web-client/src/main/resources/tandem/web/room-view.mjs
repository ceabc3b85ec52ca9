/** The page while one is in the room: draws what the room says, and does what the controls ask. */
import { Announcer } from './announcer.mjs';
import { Chat } from './chat.mjs';
import { Door } from './door.mjs';
import { dismiss, invite, keypad, notice } from './dialogs.mjs';
import { button, byId, icon, label, show, sure, write } from './dom.mjs';
import { knows, say } from './language.mjs';
import { People } from './people.mjs';
import { secureLink } from './secure.mjs';
import { recall, remember } from './store.mjs';

/** How long "you are back" stands, and how long a path of sound may take before it is worth a word. */
const BACK_MS = 3_000;
const SOUND_MS = 2_500;
/** How long stands what others did to one's microphone. */
const TOLD_MS = 6_000;
/** Causes whose words say something of who is called; those of the others are about rooms. */
const OF_THE_CALLED = new Set(['busy', 'declined', 'no-answer']);
/** Who is called no longer because of these: somebody here wanted that. */
const CALLED_OFF = new Set(['removed', 'cancelled', 'room-ended', 'shutdown']);

export class RoomView {
    #microphone;
    #token;
    #leave;
    #room;
    #people = new People(byId('people-list'));
    #door = new Door();
    #chat = new Chat(unread => this.#unreadLines(unread));
    #unread = 0;
    #announcer = new Announcer();
    #hosting = {
        guests: button('', () => this.#room.muteGuests(this.#guestsHeard()), { symbol: 'mic-off', class: 'small' }),
        lock: button('', () => this.#room.lock(!this.#room.locked), { symbol: 'lock', class: 'small' }),
        end: button('', () => this.#endAll(), { symbol: 'end', class: 'small danger-text' }),
    };
    #bannerTimer;
    #mutedByMe;
    #away = false;
    #called = new Set();

    /** `microphone` and `token` are the page's; `leave()` is called by the button. */
    constructor(microphone, token, leave) {
        this.#microphone = microphone;
        this.#token = token;
        this.#leave = leave;
        byId('hosting').append(...Object.values(this.#hosting));
        byId('mute').addEventListener('click', () => this.#toggleMute());
        byId('hand').addEventListener('click', () => this.#toggleHand());
        byId('keypad-open').addEventListener('click', () => keypad(this.#room));
        byId('invite-open').addEventListener('click', () => invite(this.#room.name, this.#token !== undefined));
        byId('settings-open').addEventListener('click', () => this.#settings());
        byId('leave').addEventListener('click', () => this.#leave());
        byId('rename-form').addEventListener('submit', event => this.#rename(event));
        byId('single-keys').addEventListener('change', event => remember('single-keys', event.target.checked ? 'on' : 'off'));
        document.addEventListener('keydown', event => this.#key(event));
    }

    /** Shows this room; the focus goes to the first control, and a sentence says where one is. */
    begin(room) {
        this.#room = room;
        this.#away = false;
        this.#mutedByMe = undefined;
        this.#people.of(room);
        this.#door.of(room);
        this.#chat.of(room);
        byId('notices').replaceChildren();
        this.#called.clear();
        room.on('joined', each => this.#changed(() => this.#announcer.joined(each)));
        room.on('left', each => this.#changed(() => this.#announcer.left(each)));
        room.on('changed', (now, before) => this.#changed(() => this.#told(now, before)));
        room.on('waiting', (each, fresh) => this.#waits(each, fresh));
        room.on('calling', call => this.#calls(call));
        room.on('calling-over', call => this.#callsNoLonger(call));
        room.on('key', saying => this.#keyReplied(saying));
        room.on('speaking', () => this.#people.draw());
        room.on('message', message => this.#chat.show(message));
        room.on('room', () => this.draw());
        room.on('moved', () => this.#moved());
        room.on('state', (...turn) => this.#stated(...turn));
        room.on('blocked', blocked => this.#blocked(blocked));
        room.on('error', error => this.#refused(error));
        this.draw();
        this.#stated(room.state);
        this.#announcer.tell(`${say('told.in', { room: room.title })} ${room.isRoom ? this.#count() : ''}`);
        byId('mute').focus();
    }

    end() {
        this.#room = undefined;
        this.#announcer.quiet();
        this.#banner('');
        for (const dialog of document.querySelectorAll('dialog[open]')) dialog.close();
    }

    draw() {
        const room = this.#room;
        if (!room) return;
        const title = room.isRoom ? room.title : say('call.to', { number: room.name });
        write(byId('room-title'), title);
        document.title = `${this.#unread ? `(${this.#unread}) ` : ''}${title} · Tandem`;
        write(byId('room-count'), room.isRoom ? this.#count() : '');
        const locked = byId('room-locked');
        locked.hidden = !room.locked;
        locked.replaceChildren(icon('lock'), say('locked'));
        for (const id of ['people', 'chat', 'invite-open', 'hand']) byId(id).hidden = !room.isRoom;
        byId('call').hidden = room.isRoom;
        write(byId('call-text'), say('call.text', { number: room.name }));
        if (room.isRoom) {
            this.#people.draw();
            this.#door.draw();
            this.#chat.draw();
        }
        this.#drawHosting();
        this.#drawControls();
    }

    #drawHosting() {
        const room = this.#room;
        byId('hosting').hidden = room.self?.role !== 'host';
        this.#hosting.guests.hidden = room.participants.every(each => each.role === 'host' || each['muted-itself']);
        write(this.#hosting.guests.lastElementChild, say(this.#guestsHeard() ? 'host.mute-guests' : 'host.unmute-guests'));
        write(this.#hosting.lock.lastElementChild, say(room.locked ? 'host.unlock' : 'host.lock'));
        write(this.#hosting.end.lastElementChild, say('host.end'));
        for (const each of Object.values(this.#hosting)) each.disabled = this.#away;
    }

    #drawControls() {
        const room = this.#room;
        const heard = room.publishing && !room.muted;
        const mute = byId('mute');
        label(mute, heard ? 'mic' : 'mic-off', say(!room.publishing ? 'microphone.on' : heard ? 'mute' : 'unmute'));
        mute.classList.toggle('off', !heard);
        mute.title = this.#singleKeys() ? say('mute.hint') : '';
        const hand = byId('hand');
        label(hand, 'hand', say(room.self?.hand ? 'hand.lower' : 'hand.raise'));
        hand.classList.toggle('on', Boolean(room.self?.hand));
        hand.title = this.#singleKeys() ? say('hand.hint') : '';
        label(byId('keypad-open'), 'keypad', say('keypad'));
        byId('keypad-open').disabled = this.#away;
        label(byId('invite-open'), 'invite', say('invite'));
        label(byId('settings-open'), 'settings', say('settings'));
        label(byId('leave'), 'leave', say('leave'));
    }

    // --- what the room says

    #changed(tell) {
        tell();
        this.draw();
    }

    #told(now, before) {
        if (now.hand && !before.hand && now.id !== this.#room.self?.id) this.#announcer.tell(say('told.hand', { name: now.name || say('nameless') }));
        if (now.id !== this.#room.self?.id || now.muted === before.muted) return;
        if (now.muted !== this.#mutedByMe) {
            this.#announcer.tell(say(now.muted ? 'told.muted' : 'told.unmuted'));
            this.#banner(say(now.muted ? 'told.muted' : 'told.unmuted'), TOLD_MS);
        }
        this.#mutedByMe = undefined;
    }

    #waits(participant, fresh) {
        this.#door.draw();
        if (fresh) this.#announcer.tell(say('told.waits', { name: participant.name || say('nameless') }));
    }

    /** Who is called into the room is no row of the list before it has come. */
    #calls({ id, number, rings }) {
        this.#called.add(id);
        notice(`called-${id}`, say(rings ? 'called.rings' : 'called.calling', { number }));
    }

    #callsNoLonger({ id, number, failure }) {
        this.#called.delete(id);
        dismiss(`called-${id}`);
        if (!failure || CALLED_OFF.has(failure.cause)) return;
        notice('called', say('called.failed', { number, words: OF_THE_CALLED.has(failure.cause) ? words(failure) : failure.message }));
    }

    /** What was missed while one was away is not told again. */
    #forgetCalled() {
        for (const id of this.#called) dismiss(`called-${id}`);
        this.#called.clear();
    }

    /** What came of a key has to be said where the list of people does not show it. */
    #keyReplied(saying) {
        if (knows(`key.${saying}`)) notice('key', say(`key.${saying}`));
    }

    #unreadLines(count) {
        this.#unread = count;
        if (this.#room) this.draw();
    }

    #refused(error) {
        notice('error', refusal(error));
        if (error.about === 'chat') this.#chat.refused();
    }

    #moved() {
        this.#forgetCalled();
        this.#people.of(this.#room);
        this.#door.of(this.#room);
        this.#chat.of(this.#room);
        this.draw();
        this.#announcer.tell(say('told.moved', { room: this.#room.title }));
    }

    #stated(state, before, why) {
        this.#away = state === 'reconnecting';
        if (this.#away) this.#forgetCalled();
        if (state === 'reconnecting') this.#banner(say(why?.cause === 'shutdown' ? 'banner.shutdown' : 'banner.reconnecting'));
        else if (state === 'no-media') this.#banner(say('banner.no-media'));
        else if (before === 'reconnecting' && state !== 'ended') this.#banner(say('banner.back'), BACK_MS);
        else if (state === 'joined') this.#banner('', SOUND_MS, say('banner.connecting'));
        else this.#banner('');
        this.draw();
    }

    /** Shows a text above all; and after a time another one, or none. */
    #banner(text, forMs, then = '') {
        clearTimeout(this.#bannerTimer);
        write(byId('banner'), text);
        if (forMs) this.#bannerTimer = setTimeout(() => this.#banner(then), forMs);
    }

    #blocked(blocked) {
        if (!blocked) dismiss('blocked');
        else notice('blocked', say('blocked'), button(say('blocked.hear'), () => this.#room.play(), { symbol: 'hear', class: 'primary' }));
    }

    #count() {
        return say('people.count', { count: this.#room.participants.length });
    }

    #guestsHeard() {
        return this.#room.participants.some(each => each.role !== 'host' && !each.muted);
    }

    // --- what the controls ask

    #toggleMute() {
        const room = this.#room;
        if (room.publishing) {
            this.#mutedByMe = !room.muted;
            room.mute(!room.muted);
            this.draw();
        } else {
            this.#microphone.open().then(() => this.#toldMute(false), () => this.microphoneMissing());
        }
    }

    #toldMute(muted) {
        this.#mutedByMe = muted;
        this.#room?.mute(muted);
        this.draw();
    }

    /** There is no microphone: the room is told that one is not heard, the user what to do. */
    microphoneMissing() {
        if (!this.#room) return;
        this.#toldMute(true);
        const again = secureLink(this.#token) ?? button(say('try-again'), () => this.#toggleMute(), { class: 'primary' });
        notice('microphone', `${say('listening')} ${say(`trouble.${this.#microphone.trouble ?? 'no-microphone'}`)}`, again);
    }

    microphoneThere() {
        dismiss('microphone');
        this.draw();
    }

    #toggleHand() {
        this.#room.hand(!this.#room.self?.hand);
    }

    #rename(event) {
        event.preventDefault();
        const name = byId('rename').value.trim();
        if (!name) return;
        remember('name', name);
        this.#room.rename(name);
    }

    #settings() {
        this.#microphone.mount(byId('settings-microphone'));
        byId('rename').value = this.#room.self?.name ?? '';
        byId('rename-form').hidden = !this.#room.isRoom;
        byId('single-keys').checked = this.#singleKeys();
        show(byId('settings-dialog')).then(() => this.draw());
    }

    async #endAll() {
        if (await sure(say('host.end-sure'), say('host.end'))) this.#room.end();
    }

    #singleKeys() {
        return recall('single-keys') !== 'off';
    }

    /** M and H, by the place of the key, since other alphabets have other letters there. */
    #key(event) {
        if (!this.#room || !this.#singleKeys() || event.repeat || event.ctrlKey || event.metaKey || event.altKey) return;
        if (event.target.closest('input, textarea, select') || document.querySelector('dialog[open]')) return;
        if (event.code === 'KeyM') this.#toggleMute();
        if (event.code === 'KeyH' && this.#room.isRoom) this.#toggleHand();
    }
}

/** What the gateway did not take, and why. */
function refusal(error) {
    return knows(`error.${error.cause}`) ? say(`error.${error.cause}`) : say('error.unknown', { words: error.message });
}

/** A cause in the user's language where there are words for it, else in the gateway's English. */
export function words(error) {
    return knows(`cause.${error.cause}`) ? say(`cause.${error.cause}`) : error.message;
}
