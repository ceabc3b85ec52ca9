/**
 * A seat in a room: the line to the gateway, the path of the sound, and getting both back when they fail. The room protocol's frames up
 * to `joined` and `resumed`, and those about media, end here; all others go up.
 */
import { PATIENCE_MS, Pause, pauseMs } from './comeback.mjs';
import { failure, failureOf } from './failure.mjs';
import { Line } from './line.mjs';
import { Media } from './media.mjs';

const VERSION = 1;
const GOODBYE_MS = 1_000;

/** ICE is restarted so often before all is made anew, and as often again before it is tried no more than now and then. */
const RESTARTS = 2;
const NOW_AND_THEN_MS = 30_000;

/** How often one goes to a door again where one was already. */
const KNOCKS = 20;

export class Seat {
    #terms;
    #events;
    #pin;
    #line;
    #media;
    #track;
    #secret;
    #state = 'joining';
    #lineUp = false;
    #mediaSeen = false;
    #mediaDown = false;
    #restarts = 0;
    #waited = false;
    #over = false;
    #why;
    #pause = new Pause();
    #watching = new AbortController();
    #onGone = () => {};

    /** What it sits down as, if it has to anew; and the last chat message it has seen. */
    name;
    lastMessage = 0;

    /**
     * `terms`: `url` of the WebSocket, `name`, `token`, `pin`, `askPin`, `iceServers`, `play`, `signal`. `events`: `seated(frame, first)`,
     * `frame(frame)`, `state(state, before, why)`, `ended(error)`, `audio(stream)`, `blocked(bool)`.
     */
    constructor(terms, events) {
        this.#terms = terms;
        this.#events = events;
        this.#pin = terms.pin;
        this.name = terms.name;
    }

    get state() {
        return this.#state;
    }

    get lineUp() {
        return this.#lineUp;
    }

    get over() {
        return this.#over;
    }

    get media() {
        return this.#media;
    }

    send(frame) {
        this.#line.send(frame);
    }

    /** Sends this track, or nothing, also after coming back. */
    async sound(track) {
        await this.#media.send(track);
        this.#track = track;
    }

    /** Sits down for the first time, and from then on sees to it that the seat is kept. */
    async take() {
        await this.#knock();
        const { signal } = this.#watching;
        // The address may be another one now: coming back costs little, and waiting for 12 s of silence costs 12 s.
        addEventListener('offline', () => this.#comeBack(), { signal });
        addEventListener('online', () => (this.#lineUp ? this.#comeBack() : this.#pause.cut()), { signal });
        addEventListener('pagehide', () => {
            if (this.#lineUp) this.#line.send({ type: 'leave' });
            this.#end(failure('normal', 'the page was closed'));
        }, { signal });
    }

    /** Gives the seat up. */
    async leave() {
        if (this.#lineUp && !this.#over) {
            const gone = new Promise(resolve => (this.#onGone = resolve));
            this.#line.send({ type: 'leave' });
            await Promise.race([gone, new Promise(resolve => setTimeout(resolve, GOODBYE_MS))]);
        }
        this.#end(failure('normal', 'left'));
    }

    // --- coming in and coming back

    /** Sits down; who waits at the door and is thrown off the line goes there again. */
    async #knock() {
        const { signal } = this.#terms;
        for (let attempt = 0; ; attempt++) {
            try {
                return await this.#sitDown();
            } catch (error) {
                if (!this.#waited || signal?.aborted || !(error.again || error.cause === 'unreachable') || attempt === KNOCKS) throw error;
                await this.#pause.wait(pauseMs(attempt, Math.random(), error.after));
                if (signal?.aborted) throw failure('cancelled', 'given up');
            }
        }
    }

    /** Opens a line and takes the place kept for us, or a new one. Where it fails nothing has changed. */
    async #sitDown() {
        const kept = this.#secret !== undefined;
        const again = kept && !this.#media.broken;
        const media = again ? this.#media : this.#newMedia();
        const offering = media.offer(again);
        offering.catch(() => {});
        let line;
        try {
            line = await Line.open(this.#terms.url, this.#terms.signal);
            const frame = await this.#atTheDoor(line, media, await offering);
            await media.accept(frame.answer);
            if (this.#over) throw failure('cancelled', 'given up meanwhile');
            this.#seated(line, media, frame);
        } catch (error) {
            if (this.#over) line?.send({ type: 'leave' });
            if (kept && !this.#over) line?.succeeded();
            else line?.close();
            if (!again) media.close();
            if (!again || error.cause !== 'media-refused' || error.again !== undefined) throw error;
            // The answer does not fit what stands: the next attempt brings a new connection.
            media.broken = true;
            throw failure('unreachable', error.message);
        }
    }

    #newMedia() {
        const { iceServers, play } = this.#terms;
        const current = tell => (...facts) => {
            if (this.#media === media) tell(...facts);
        };
        const media = new Media({ iceServers, play, track: this.#track }, {
            up: current(() => this.#mediaCame()),
            lost: current(() => this.#mediaLost()),
            // Told in a task of its own: whoever awaits the seat has set listeners by then.
            audio: stream => setTimeout(() => this.#events.audio(stream)),
            blocked: blocked => setTimeout(() => this.#events.blocked(blocked)),
        });
        return media;
    }

    /** From the first frame to `joined` or `resumed`, which it resolves to. */
    #atTheDoor(line, media, offer) {
        const { token, signal } = this.#terms;
        let optional = false;
        const answered = new Promise((resolve, reject) => {
            signal?.addEventListener('abort', () => reject(failure('cancelled', 'given up')));
            line.listen({
                dead: () => reject(failure('unreachable', 'the line broke')),
                frame: frame => {
                    switch (frame.type) {
                        case 'joined':
                        case 'resumed':
                            line.listen(undefined);
                            resolve(frame);
                            break;
                        case 'pin':
                            optional = frame.optional;
                            this.#askPin(frame.wrong, optional).then(pin => line.send({ type: 'pin', pin }), reject);
                            break;
                        case 'waiting':
                            this.#waited = true;
                            this.#turn('waiting', frame.for);
                            // Music is heard meanwhile; `joined` brings the same answer, which is passed over.
                            if (frame.answer) media.accept(frame.answer).catch(reject);
                            media.trickle(candidate => line.send({ type: 'candidate', candidate }));
                            break;
                        case 'candidate':
                            media.candidate(frame.candidate).catch(() => {});
                            break;
                        case 'ringing':
                            this.#turn('ringing');
                            // What the far side sounds is heard already; `joined` brings the same answer, which is passed over.
                            if (frame.answer) media.accept(frame.answer).catch(reject);
                            break;
                        case 'error':
                            if (frame.about === 'pin') this.#askPin(true, optional).then(pin => line.send({ type: 'pin', pin }), reject);
                            else reject(failureOf(frame));
                            break;
                        case 'ended':
                            reject(failureOf(frame));
                            break;
                    }
                },
            });
        });
        line.send(this.#secret === undefined
            ? { type: 'join', version: VERSION, name: this.name, token, pin: this.#pin, offer }
            : { type: 'resume', version: VERSION, seat: this.#secret, after: this.lastMessage, offer });
        return answered;
    }

    /** `optional`: an empty one lets a guest in. */
    async #askPin(wrong, optional = false) {
        if (!wrong && this.#pin !== undefined) return this.#pin;
        if (!this.#terms.askPin) {
            if (!wrong && optional) return '';
            throw wrong ? failure('wrong-pin', 'the PIN is wrong') : failure('pin-needed', 'the room has a PIN');
        }
        const pin = await this.#terms.askPin(Boolean(wrong), Boolean(optional));
        if (pin === undefined || pin === null) throw failure('cancelled', 'no PIN was given');
        return (this.#pin = pin);
    }

    #seated(line, media, frame) {
        const first = this.#line === undefined;
        this.#line?.succeeded();
        if (this.#media !== media) {
            this.#media?.close();
            this.#mediaDown = false;
        }
        this.#line = line;
        this.#media = media;
        this.#secret = frame.seat ?? this.#secret;
        this.#lineUp = true;
        this.#why = undefined;
        if (media.up) this.#mediaIsUp();
        else media.expect(); // who waited at the door may have lost its patience there
        media.trickle(candidate => this.send({ type: 'candidate', candidate }));
        this.#events.seated(frame, first);
        this.#settle();
        // Whoever awaits connect() sets listeners before the next task; until then frames wait in the line.
        setTimeout(() => line.listen({
            frame: each => this.#received(each),
            dead: () => {
                if (this.#line === line) this.#comeBack();
            },
        }));
    }

    /** The line is dead or the place is gone: tries again until it is back, refused, or patience has ended. */
    async #comeBack(gone = {}) {
        if (this.#over || !this.#lineUp) return;
        this.#lineUp = false;
        this.#line.abandon();
        this.#why = gone.cause && failureOf(gone);
        this.#settle();
        const deadline = performance.now() + PATIENCE_MS;
        let wait = pauseMs(0, Math.random(), gone.after);
        for (let attempt = 1; performance.now() < deadline; attempt++) {
            await this.#pause.wait(wait);
            if (this.#over) return;
            const refusal = await this.#sitDown().then(() => undefined, error => error);
            if (refusal === undefined || this.#over) return;
            if (refusal.cause !== 'unreachable' && !refusal.again) return this.#end(refusal);
            const keptNoMore = refusal.again && this.#secret !== undefined && refusal.after === undefined;
            wait = keptNoMore ? 0 : pauseMs(attempt, Math.random(), refusal.after);
            if (refusal.again) this.#secret = undefined;
        }
        this.#end(failure('unreachable', 'the gateway has been away for too long'));
    }

    // --- while there

    #received(frame) {
        switch (frame.type) {
            case 'offer':
                this.#offered(frame.offer);
                break;
            case 'answer':
                this.#media.accept(frame.answer).catch(() => this.#mediaLost());
                break;
            case 'candidate':
                // One that does not fit is one way less, no more.
                this.#media.candidate(frame.candidate).catch(() => {});
                break;
            case 'offer-refused':
                // The path is still watched, and what is to be done about it stands there.
                break;
            case 'ended':
                this.#ended(frame);
                break;
            default:
                this.#events.frame(frame);
        }
    }

    async #offered(offer) {
        const line = this.#line;
        try {
            line.send({ type: 'answer', answer: await this.#media.answer(offer) });
        } catch {
            this.#mediaLost();
        }
    }

    #ended(frame) {
        this.#onGone();
        if (!frame.again) return this.#end(failureOf(frame));
        this.#secret = undefined;
        this.#comeBack(frame);
    }

    #mediaCame() {
        this.#mediaIsUp();
        this.#settle();
    }

    #mediaIsUp() {
        this.#mediaSeen = true;
        this.#mediaDown = false;
        this.#restarts = 0;
    }

    /** First ICE is restarted on the line that lives, then all is made anew, then it is tried now and then. */
    async #mediaLost() {
        this.#mediaDown = true;
        if (this.#over || !this.#lineUp) return;
        this.#restarts++;
        if (this.#restarts === RESTARTS + 1 || this.#media.broken) {
            this.#media.broken = true;
            return this.#comeBack();
        }
        this.#settle();
        const media = this.#media;
        const line = this.#line;
        try {
            line.send({ type: 'offer', offer: await media.offer(true) });
            media.expect(this.#despaired ? NOW_AND_THEN_MS : undefined);
        } catch {
            media.broken = true;
            this.#comeBack();
        }
    }

    #end(error) {
        if (this.#over) return;
        this.#over = true;
        this.#lineUp = false;
        this.#watching.abort();
        this.#pause.cut();
        this.#line.close();
        this.#media.close();
        this.#settle();
        this.#events.ended(error);
    }

    get #despaired() {
        return this.#restarts > 2 * RESTARTS;
    }

    /** Works the state out from what is up, and tells of it where it has changed. */
    #settle() {
        if (this.#over) this.#turn('ended');
        else if (!this.#lineUp) this.#turn('reconnecting');
        else if (this.#media.up && !this.#mediaDown) this.#turn('connected');
        else if (this.#despaired) this.#turn('no-media');
        else this.#turn(this.#mediaSeen ? 'reconnecting' : 'joined');
    }

    #turn(state, why = state === 'reconnecting' ? this.#why : undefined) {
        const before = this.#state;
        if (state === before) return;
        this.#state = state;
        this.#events.state(state, before, why);
    }
}
