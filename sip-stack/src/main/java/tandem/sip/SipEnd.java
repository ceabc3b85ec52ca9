package tandem.sip;

import java.util.Optional;

/** How an INVITE session ended. */
public sealed interface SipEnd {
    /** The peer sent BYE; {@code reason} is its Reason header. */
    record Bye(Optional<String> reason) implements SipEnd {}

    /** The caller cancelled; {@code reason} is its Reason header. */
    record Cancelled(Optional<String> reason) implements SipEnd {}

    /** The peer refused our INVITE, or answered 481 or 408 within the dialog. */
    record Refused(int status, Optional<SipResponse> response) implements SipEnd {}

    /** No response, or no ACK. */
    record NoResponse(String what) implements SipEnd {}

    /** There is no way to the peer: no address, nobody who listens there, or a connection that broke before any answer. */
    record NoWay(String what) implements SipEnd {}

    /** The session timer ran out (RFC 4028). */
    record Expired() implements SipEnd {}

    /** We ended it. */
    record Ours() implements SipEnd {}
}
