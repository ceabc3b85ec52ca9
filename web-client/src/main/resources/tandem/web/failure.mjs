/**
 * An Error whose `cause` is a word for programs (docs/room-protocol.md, Causes) and whose message is a sentence in English for people.
 * Further members say what goes with it: `again` and `after` of an `ended`, `about` of an `error`.
 */
export function failure(cause, words, more = {}) {
    return Object.assign(new Error(words, { cause }), more);
}

/** What an `ended`, `error` or `offer-refused` frame of the gateway says, as an Error. */
export function failureOf({ cause = 'internal', words = cause, again = false, after, about }) {
    return failure(cause, words, { again, after, about });
}
