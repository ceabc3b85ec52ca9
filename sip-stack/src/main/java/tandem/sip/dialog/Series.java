package tandem.sip.dialog;

import java.util.Optional;
import tandem.sip.SipSeries;

/** What one request outside dialogs hands on to the next. */
final class Series implements SipSeries {
    private final String callId;
    private final String tag;
    private final Optional<Authenticator> authenticator;
    private long sequence;

    Series(String callId, String tag, Optional<Authenticator> authenticator) {
        this.callId = callId;
        this.tag = tag;
        this.authenticator = authenticator;
    }

    @Override
    public String callId() {
        return callId;
    }

    String tag() {
        return tag;
    }

    Optional<Authenticator> authenticator() {
        return authenticator;
    }

    long next() {
        return ++sequence;
    }
}
