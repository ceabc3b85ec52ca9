/** Tabs of this browser that know of each other, so that nobody sits in one room twice and hears himself. */

const ANSWER_MS = 250;

export class Tabs {
    #channel;
    #room;
    #inRoom = false;
    #other = false;
    #waiting = () => {};

    /** `onYield()` leaves the room, because another tab takes the place. */
    constructor(room, onYield) {
        this.#room = room;
        if (typeof BroadcastChannel !== 'function') return;
        this.#channel = new BroadcastChannel('tandem-room');
        this.#channel.addEventListener('message', ({ data }) => {
            if (data.room !== room) return;
            if (data.kind === 'here') this.#other = true;
            if (data.kind === 'gone') this.#other = false;
            this.#waiting(data.kind);
            if (this.#inRoom && data.kind === 'who') this.#post('here');
            if (this.#inRoom && data.kind === 'yield') onYield();
        });
        this.#post('who');
    }

    /** Says to the others whether this one is in the room. */
    set inRoom(inRoom) {
        if (this.#inRoom === inRoom) return;
        this.#inRoom = inRoom;
        this.#post(inRoom ? 'here' : 'gone');
    }

    /** Whether another tab is in this room. One that was is asked again, since a tab may end without a word; else it costs no time. */
    async another() {
        return this.#other && (this.#other = await this.#ask('who', 'here'));
    }

    /** Has the other tab leave, and waits until it has, or seems to have died. */
    take() {
        return this.#ask('yield', 'gone', 8 * ANSWER_MS);
    }

    #ask(question, wanted, ms = ANSWER_MS) {
        return new Promise(resolve => {
            const timer = setTimeout(() => resolve(false), ms);
            this.#waiting = answer => {
                if (answer !== wanted) return;
                clearTimeout(timer);
                resolve(true);
            };
            this.#post(question);
        });
    }

    #post(kind) {
        this.#channel?.postMessage({ kind, room: this.#room });
    }
}
