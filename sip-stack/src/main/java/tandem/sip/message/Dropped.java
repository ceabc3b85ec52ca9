package tandem.sip.message;

/**
 * Octets that get no answer: no SIP, a malformed response, an ACK nobody may answer, or a request nobody could be found for.
 *
 * @param why one of few fixed texts, to count and log by
 */
public record Dropped(String why) implements Reading {}
