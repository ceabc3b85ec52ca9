/**
 * One WebSocket to the gateway, with JSON frames both ways (docs/room-protocol.md). It answers pings, and knows that it is dead when
 * the socket closes or nothing has come for 12 s: TCP alone would notice a vanished network after minutes.
 */
import { failure } from './failure.mjs';

const SUBPROTOCOL = 'tandem.room.1';
const OPENING_MS = 5_000;
const SILENCE_MS = 12_000;

/** Close codes: the first gives the seat up, the second, outside the two the protocol names, only lets go of a socket that has a successor. */
const GIVEN_UP = 1000;
const SUCCEEDED = 4000;

const UNREACHABLE = 'the gateway cannot be reached';

/** A page over HTTPS may open wss: only, and is told by an exception. */
function socketTo(url) {
    try {
        return new WebSocket(url, SUBPROTOCOL);
    } catch (error) {
        throw failure('unreachable', error.message);
    }
}

export class Line {
    #socket;
    #listener;
    #early = [];
    #heardAt = performance.now();
    #watch;
    #over = false;

    constructor(socket) {
        this.#socket = socket;
        socket.addEventListener('message', event => this.#heard(event.data));
        socket.addEventListener('close', () => this.#end());
        this.#watch = setInterval(() => {
            if (performance.now() - this.#heardAt > SILENCE_MS) this.#end();
        }, 1_000);
    }

    /** Opens one, or fails with `unreachable`: a browser does not tell a page why. */
    static open(url, signal) {
        return new Promise((resolve, reject) => {
            if (signal?.aborted) throw failure('cancelled', 'given up before it began');
            const socket = socketTo(url);
            const settle = outcome => {
                clearTimeout(timer);
                signal?.removeEventListener('abort', abort);
                outcome();
            };
            const give = (cause, words) => {
                settle(() => reject(failure(cause, words)));
                socket.close();
            };
            const abort = () => give('cancelled', 'given up before it was open');
            const timer = setTimeout(() => give('unreachable', UNREACHABLE), OPENING_MS);
            signal?.addEventListener('abort', abort);
            socket.addEventListener('open', () => settle(() => resolve(new Line(socket))), { once: true });
            socket.addEventListener('close', () => settle(() => reject(failure('unreachable', UNREACHABLE))), { once: true });
        });
    }

    /**
     * Gives frames to `listener.frame`, and `listener.dead` once when the line is dead. Without a listener frames wait for the next
     * one, so that none is lost between two owners.
     */
    listen(listener) {
        this.#listener = listener;
        while (this.#listener && this.#early.length > 0) this.#listener.frame(this.#early.shift());
        if (this.#over) this.#listener?.dead();
    }

    send(frame) {
        if (this.#socket.readyState === WebSocket.OPEN) this.#socket.send(JSON.stringify(frame));
    }

    /** Lets go without a word to the gateway, which keeps the seat: for a line that seems dead. */
    abandon() {
        this.#listener = undefined;
        this.#early = [];
        this.#end();
    }

    /** Closes a line whose seat another line has taken over. */
    succeeded() {
        this.abandon();
        this.#socket.close(SUCCEEDED);
    }

    /** Closes in a way that gives up the seat. */
    close() {
        this.abandon();
        this.#socket.close(GIVEN_UP);
    }

    #heard(data) {
        this.#heardAt = performance.now();
        if (this.#over) return;
        let frame;
        try {
            frame = JSON.parse(data);
        } catch {
            return;
        }
        if (frame?.type === 'ping') {
            this.send({ type: 'pong' });
        } else if (this.#listener) {
            this.#listener.frame(frame);
        } else {
            this.#early.push(frame);
        }
    }

    #end() {
        if (this.#over) return;
        this.#over = true;
        clearInterval(this.#watch);
        this.#listener?.dead();
    }
}
