package tandem.call;

import java.time.Instant;

/**
 * A line of text somebody wrote to the others.
 *
 * @param number its place in the room, from 1; in a call of two likewise
 * @param fromId id of the participant who wrote it; empty in a call of two, where only the other one can have
 * @param fromName what the others call that participant
 * @param text bounded, with no control characters but newline and tab
 * @param at when
 */
public record ChatMessage(long number, String fromId, String fromName, String text, Instant at) {}
