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

    /** No response, no ACK, or the transport failed. */
    record NoResponse(String what) implements SipEnd {}

    /** The session timer ran out (RFC 4028). */
    record Expired() implements SipEnd {}

    /** We ended it. */
    record Ours() implements SipEnd {}
}
