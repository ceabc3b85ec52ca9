package tandem.media;

/** What came of an offer or an answer of the peer. */
public sealed interface NegotiationOutcome {
    /** It can be used. {@code negotiation} holds both descriptions and what was agreed. */
    record Agreed(Negotiation negotiation) implements NegotiationOutcome {}

    /** It cannot be used, and nothing has changed. {@code why} is for a person, without a full stop. */
    record Refused(String why) implements NegotiationOutcome {}
}
