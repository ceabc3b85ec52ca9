/**
 * Tells screen readers who comes and goes without chattering: what happens within a moment is told together, and many at once by
 * their number.
 */
import { byId } from './dom.mjs';
import { say } from './language.mjs';

const MOMENT_MS = 1_200;
const BY_NAME = 3;

export class Announcer {
    #target = byId('announcements');
    #came = [];
    #went = [];
    #timer;

    joined(participant) {
        this.#came.push(participant.name || say('nameless'));
        this.#soon();
    }

    left(participant) {
        this.#went.push(participant.name || say('nameless'));
        this.#soon();
    }

    /** Told at once, after what was told before. */
    tell(text) {
        this.#target.textContent = text;
    }

    quiet() {
        clearTimeout(this.#timer);
        this.#timer = undefined;
        this.#came = [];
        this.#went = [];
    }

    #soon() {
        this.#timer ??= setTimeout(() => {
            const told = [this.#told('joined', this.#came), this.#told('left', this.#went)].filter(each => each);
            this.quiet();
            this.tell(told.join(' '));
        }, MOMENT_MS);
    }

    #told(what, names) {
        if (names.length === 0) return '';
        if (names.length > BY_NAME) return say(`told.${what}-many`, { count: names.length });
        return names.map(name => say(`told.${what}`, { name })).join(' ');
    }
}
