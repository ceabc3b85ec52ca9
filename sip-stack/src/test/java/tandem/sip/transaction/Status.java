package tandem.sip.transaction;

import java.util.List;
import java.util.Optional;
import tandem.sip.Body;
import tandem.sip.SipResponse;

/** A response of which a transaction looks at the status alone. */
record Status(int status) implements SipResponse {
    static Status status(int status) {
        return new Status(status);
    }

    @Override
    public String reason() {
        return "";
    }

    @Override
    public Optional<String> header(String name) {
        return Optional.empty();
    }

    @Override
    public List<String> headers(String name) {
        return List.of();
    }

    @Override
    public String callId() {
        return "";
    }

    @Override
    public long cseq() {
        return 1;
    }

    @Override
    public String cseqMethod() {
        return "INVITE";
    }

    @Override
    public String fromUri() {
        return "";
    }

    @Override
    public String fromName() {
        return "";
    }

    @Override
    public String fromTag() {
        return "";
    }

    @Override
    public String toUri() {
        return "";
    }

    @Override
    public String toTag() {
        return "";
    }

    @Override
    public Optional<Body> body() {
        return Optional.empty();
    }
}
