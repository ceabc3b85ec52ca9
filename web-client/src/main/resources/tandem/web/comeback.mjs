/** When to try again: soon at first, then less and less often, each browser at another moment, so that a restarted gateway is not stormed. */

const FIRST_MS = 500;
const LONGEST_MS = 5_000;

/** How long coming back is tried at all. */
export const PATIENCE_MS = 5 * 60_000;

/**
 * The pause before attempt 0, 1, 2 ...: between half and all of 0.5 s, doubled each time up to 5 s; or what the gateway has asked for,
 * `afterS` seconds, and up to one more. `chance` is in [0, 1).
 */
export function pauseMs(attempt, chance, afterS) {
    if (afterS !== undefined) return (afterS + chance) * 1_000;
    return Math.min(LONGEST_MS, FIRST_MS * 2 ** attempt) * (0.5 + chance / 2);
}

/** A pause that can be cut short, by `online` for one. */
export class Pause {
    #wake = () => {};

    wait(ms) {
        return new Promise(resolve => {
            const timer = setTimeout(resolve, ms);
            this.#wake = () => {
                clearTimeout(timer);
                resolve();
            };
        });
    }

    cut() {
        this.#wake();
    }
}
