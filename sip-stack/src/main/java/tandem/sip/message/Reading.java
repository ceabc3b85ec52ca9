package tandem.sip.message;

/** What became of the octets of one message. */
public sealed interface Reading permits Request, Response, Refused, Dropped {}
