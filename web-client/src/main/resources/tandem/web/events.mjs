/** Listeners by the event's name. A listener that throws is reported like any uncaught error and hinders no other. */
export class Events {
    #listeners = new Map();

    /** Calls `listener` at each event of that name; returns a function that ends it. */
    on(name, listener) {
        const listeners = this.#listeners.get(name) ?? new Set();
        this.#listeners.set(name, listeners.add(listener));
        return () => listeners.delete(listener);
    }

    emit(name, ...facts) {
        for (const listener of [...(this.#listeners.get(name) ?? [])]) {
            try {
                listener(...facts);
            } catch (error) {
                reportError(error);
            }
        }
    }
}
