/**
 * Tandem's JavaScript client: a seat in a room for any page, on this origin or another. The protocol below it is
 * docs/room-protocol.md; how to embed it is docs/howto/embed.md.
 *
 *     import { connect } from '/client.mjs';
 *     const room = await connect({ room: '1000', name: 'Ann', token });
 *     room.on('joined', participant => ...);
 *     await room.publish({ audio: true });
 *
 * Errors are Error objects whose `cause` is a word of the protocol, or one of `unreachable`, `cancelled`, `pin-needed`, `no-webrtc`,
 * `insecure-context`, `no-microphone`, `permission-denied`, `microphone-busy`, `reconnecting`, `not-yet`.
 */
import { capture } from './web/capture.mjs';
import { Events } from './web/events.mjs';
import { failure, failureOf } from './web/failure.mjs';
import { Roster } from './web/roster.mjs';
import { Seat } from './web/seat.mjs';

/** Between kept frames, so that none comes too fast. */
const PACE_MS = 250;

/** Frames that are kept while the line is away; of all but `chat` the last one counts. */
const KEPT = new Set(['mute', 'hand', 'rename', 'chat']);

/**
 * Takes a seat. Options: `room`; `name`, `token`, `pin`; `url` of the gateway (default: where this file came from);
 * `askPin(wrong, optional)`, which resolves to a PIN, to '' for a guest where one is optional, or to
 * nothing to give up; `onState(state)`, told of `ringing`, and of
 * `waiting` with what for (`host` or `admission`), before there is a room to listen to; `play: false` to get the sound as a MediaStream instead (event `audio`); `iceServers`; `signal`, an AbortSignal.
 */
export function connect(options) {
    return Room.enter(options);
}

class Room {
    #options;
    #events = new Events();
    #roster = new Roster();
    #waiting = new Roster();
    #seat;
    #place;
    #id;
    #track;
    #captured = false;
    #muted = false;
    #unsent = [];

    static async enter(options) {
        const room = new Room(options);
        await room.#seat.take();
        return room;
    }

    constructor(options) {
        this.#options = options;
        if (options.onState) this.on('state', options.onState);
        const url = addressOf(options.url ?? new URL('.', import.meta.url), options.room);
        this.#seat = new Seat({ ...options, url }, {
            seated: (frame, first) => this.#seated(frame, first),
            frame: frame => this.#received(frame),
            state: (...turn) => this.#turned(...turn),
            ended: error => this.#ended(error),
            audio: stream => this.#events.emit('audio', stream),
            blocked: blocked => this.#events.emit('blocked', blocked),
        });
    }

    /** The room's number; `title` and `locked` say more. A call that leads to no room, as an echo, has `isRoom` false. */
    get name() {
        return this.#place?.name ?? this.#options.room;
    }

    get title() {
        return this.#place?.title || this.name;
    }

    get locked() {
        return this.#place?.locked ?? false;
    }

    get isRoom() {
        return this.#place !== undefined;
    }

    /** `joined` (no sound yet), `connected`, `reconnecting`, `no-media` (in the room, but no sound gets through) or `ended`. */
    get state() {
        return this.#seat.state;
    }

    /** Everybody in the room, oneself among them. */
    get participants() {
        return this.#roster.all;
    }

    /** Who waits at the door, in the order they came: `waits-for` is `host` or `admission`. Hosts alone are told. */
    get waiting() {
        return this.#waiting.all;
    }

    /** Whose hands are up, who raised it first first. */
    get hands() {
        return this.#roster.all
            .filter(each => each.hand)
            .sort((one, other) => Date.parse(one['hand-at']) - Date.parse(other['hand-at']));
    }

    /** Oneself; undefined where there is no room. */
    get self() {
        return this.#roster.get(this.#id);
    }

    get muted() {
        return this.#muted;
    }

    /** Whether anything is sent, muted or not. */
    get publishing() {
        return this.#track !== undefined;
    }

    /**
     * Events: `joined`, `left` (participant), `changed` (participant, as it was before), `speaking` (participant), `message` ({number,
     * from, text, at, own}), `waiting` (somebody came to the door, changed there, or left it), `calling` (hosts only: {id, number, rings} of
     * who is called into the room), `calling-over` ({id, number, failure}: the Error where nobody comes of it), `key` (a word for what came of a key),
     * `room` (title or lock changed), `moved` (to another room), `content`, `reconnecting` (Error, where the
     * gateway said why: `shutdown`), `reconnected`, `state` (state, the one before, what `reconnecting` gives), `audio` (MediaStream),
     * `blocked` (true: the browser does not play before a click, call `play` from one), `microphone-lost`, `error` (Error: a frame
     * was not taken), `ended` (Error). Returns a function that ends the listening.
     */
    on(name, listener) {
        return this.#events.on(name, listener);
    }

    /**
     * Sends `audio`: true for the browser's preferred microphone, a deviceId, or a MediaStreamTrack, which goes out unprocessed; false
     * ends it. Resolves to what is sent now; video is none yet.
     */
    async publish({ audio } = {}) {
        if (audio instanceof MediaStreamTrack) await this.#send(audio, false);
        else if (audio) await this.#send(await capture(audio === true ? undefined : audio), true);
        else if (audio === false) await this.#send(undefined, false);
        return { audio: this.publishing, video: false };
    }

    /** Mutes oneself, for everybody. */
    mute(muted = true) {
        this.#tell({ type: 'mute', muted });
        this.#setMuted(muted);
    }

    /** Raises or lowers the hand. */
    hand(raised = true) {
        this.#tell({ type: 'hand', raised });
    }

    rename(name) {
        this.#tell({ type: 'rename', name });
        this.#seat.name = name;
    }

    /** Writes to everybody who can be sent text; one's own words come back as a `message`. */
    send(text) {
        this.#tell({ type: 'chat', text });
    }

    /** Presses a key, as on a phone: 0-9 * # A-D. */
    key(key) {
        this.#tell({ type: 'key', key });
    }

    /** Hosts only, as all down to `end`; others get an `error` with the cause `forbidden`. */
    muteGuests(muted = true) {
        this.#tell({ type: 'mute-guests', muted });
    }

    muteOther(id, muted = true) {
        this.#tell({ type: 'mute-other', id, muted });
    }

    lock(locked = true) {
        this.#tell({ type: 'lock', locked });
    }

    remove(id) {
        this.#tell({ type: 'remove', id });
    }

    lowerHand(id) {
        this.#tell({ type: 'lower-hand', id });
    }

    /** Lets in who waits at the door, turns it away, or lets in all. */
    admit(id) {
        this.#tell({ type: 'admit', id });
    }

    refuse(id) {
        this.#tell({ type: 'refuse', id });
    }

    admitAll() {
        this.#tell({ type: 'admit-all' });
    }

    end() {
        this.#tell({ type: 'end' });
    }

    async shareScreen() {
        throw failure('not-yet', 'sharing a screen is not possible yet');
    }

    /** Tries again to play what is heard; call it from a click where the browser asked for one (event `blocked`). */
    play() {
        return this.#seat.media.play();
    }

    /** The RTCStatsReport of the connection. */
    stats() {
        return this.#seat.media.stats();
    }

    /** Gives up the seat. */
    leave() {
        return this.#seat.leave();
    }

    // --- what the seat reports

    #seated(frame, first) {
        const wanted = this.#muted;
        const anew = !first && frame.type === 'joined';
        const elsewhere = !first && frame.room?.name !== this.#place?.name;
        if (anew || elsewhere) this.#seat.lastMessage = 0; // lines are numbered by room
        this.#place = frame.room;
        this.#id = frame.self ?? this.#id;
        this.#waiting.replace(frame.waiting ?? []);
        this.#people(frame.participants ?? [], !first);
        if (!first) this.#events.emit('waiting');
        // A new seat knows nothing of what was wished on the old one; what was wished while away goes out now.
        if (anew && wanted !== this.#muted) this.#say({ type: 'mute', muted: wanted });
        if (elsewhere && frame.type === 'resumed') this.#events.emit('moved', this);
        this.#unsent.splice(0).forEach((frame, i) => setTimeout(() => this.#tell(frame), i * PACE_MS));
    }

    #turned(state, before, why) {
        this.#events.emit('state', state, before, why);
        if (state === 'reconnecting') this.#events.emit('reconnecting', why);
        if (before === 'reconnecting' && state !== 'ended') this.#events.emit('reconnected');
    }

    #ended(error) {
        if (this.#captured) this.#track?.stop();
        this.#events.emit('ended', error);
    }

    #received(frame) {
        switch (frame.type) {
            case 'participant-joined':
            case 'participant-changed':
                this.#person(frame.participant);
                break;
            case 'participant-left':
                this.#gone(frame.id);
                break;
            case 'participant-waiting': {
                const before = this.#waiting.put(frame.participant);
                this.#events.emit('waiting', frame.participant, !before);
                break;
            }
            case 'participant-waiting-over':
                this.#waiting.remove(frame.id);
                this.#events.emit('waiting');
                break;
            case 'calling':
                this.#events.emit('calling', { id: frame.id, number: frame.number, rings: frame.rings });
                break;
            case 'calling-over':
                this.#events.emit('calling-over', { id: frame.id, number: frame.number, failure: frame.cause && failureOf(frame) });
                break;
            case 'key-reply':
                this.#events.emit('key', frame.saying);
                break;
            case 'speaking':
                this.#spoke(frame);
                break;
            case 'chat':
                this.#message(frame);
                break;
            case 'room-changed':
                this.#place = frame.room;
                this.#events.emit('room', this);
                break;
            case 'moved':
                this.#place = frame.room;
                this.#id = frame.self ?? this.#id;
                this.#seat.lastMessage = 0;
                this.#waiting.replace(frame.waiting ?? []);
                this.#people(frame.participants ?? [], true);
                this.#events.emit('moved', this);
                break;
            case 'error':
                this.#events.emit('error', failureOf(frame));
                break;
        }
    }

    #person(participant) {
        const before = this.#roster.put(participant);
        if (participant.id === this.#id) {
            this.#setMuted(participant.muted);
            if (participant.role !== 'host' && this.#waiting.all.length > 0) this.#nobodyWaits();
        }
        this.#events.emit(before ? 'changed' : 'joined', this.#roster.get(participant.id), before);
    }

    /** Who is no host any more is told no more. */
    #nobodyWaits() {
        this.#waiting.replace([]);
        this.#events.emit('waiting');
    }

    #gone(id) {
        const before = this.#roster.remove(id);
        if (before) this.#events.emit('left', before);
    }

    #spoke({ id, speaking }) {
        const participant = this.#roster.get(id);
        if (!participant) return;
        this.#roster.put({ ...participant, speaking });
        this.#events.emit('speaking', this.#roster.get(id));
    }

    #people(participants, tell) {
        const { joined, changed, left } = this.#roster.replace(participants);
        if (this.self) this.#setMuted(this.self.muted);
        if (!tell) return;
        for (const each of left) this.#events.emit('left', each);
        for (const each of joined) this.#events.emit('joined', each);
        for (const [now, before] of changed) this.#events.emit('changed', now, before);
    }

    #message({ number, from, text, at }) {
        if (number <= this.#seat.lastMessage) return;
        this.#seat.lastMessage = number;
        this.#events.emit('message', { number, from, text, at: new Date(at), own: from.id === this.#id });
    }

    // --- what goes out

    async #send(track, captured) {
        const before = this.#track;
        const beforeCaptured = this.#captured;
        if (track) track.enabled = !this.#muted;
        try {
            await this.#seat.sound(track);
        } catch (error) {
            if (captured) track.stop();
            throw failure('gone', error.message);
        }
        this.#track = track;
        this.#captured = captured;
        track?.addEventListener('ended', () => {
            if (this.#track === track && !this.#seat.over) this.#events.emit('microphone-lost');
        });
        if (beforeCaptured && before !== track) before?.stop();
    }

    #setMuted(muted) {
        this.#muted = Boolean(muted);
        if (this.#track) this.#track.enabled = !this.#muted;
    }

    /** Sends, or keeps what can wait while the line is away. */
    #tell(frame) {
        if (this.#seat.over) throw failure('gone', 'the seat was given up');
        if (this.#seat.lineUp) {
            this.#seat.send(frame);
            return;
        }
        if (!KEPT.has(frame.type)) throw failure('reconnecting', 'the line to the gateway is away');
        this.#unsent = this.#unsent.filter(each => each.type === 'chat' || each.type !== frame.type);
        this.#unsent.push(frame);
    }

    #say(frame) {
        if (frame.type === 'mute') this.#setMuted(frame.muted);
        this.#seat.send(frame);
    }
}

/** ws://HOST/r/ROOM/ws below the gateway's address, which may be written with http or ws. */
function addressOf(base, room) {
    const address = new URL(base, document.baseURI);
    if (!address.pathname.endsWith('/')) address.pathname += '/';
    const socket = new URL(`r/${encodeURIComponent(room)}/ws`, address);
    socket.protocol = /^(https|wss):$/.test(address.protocol) ? 'wss:' : 'ws:';
    return socket;
}
