/** Who is in the room, by id, in the order they came; each entry is replaced as a whole, never changed, so that it can be handed out. */
export class Roster {
    #people = new Map();

    get all() {
        return [...this.#people.values()];
    }

    get(id) {
        return this.#people.get(id);
    }

    /** Takes one as it is now and returns what it was before, if it was here. */
    put(participant) {
        const before = this.#people.get(participant.id);
        this.#people.set(participant.id, Object.freeze({ ...participant }));
        return before;
    }

    remove(id) {
        const before = this.#people.get(id);
        this.#people.delete(id);
        return before;
    }

    /** Takes a whole new list and says what has changed by it: `joined`, `changed` (pairs of now and before) and `left`. */
    replace(participants) {
        const before = this.#people;
        this.#people = new Map(participants.map(each => [each.id, Object.freeze({ ...each })]));
        return {
            joined: this.all.filter(each => !before.has(each.id)),
            changed: this.all
                .filter(each => before.has(each.id) && !same(each, before.get(each.id)))
                .map(each => [each, before.get(each.id)]),
            left: [...before.values()].filter(each => !this.#people.has(each.id)),
        };
    }
}

function same(one, other) {
    return JSON.stringify(one) === JSON.stringify(other);
}
