package tandem.sip.message;

import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import tandem.sip.SipResponse;

/** A response, read or being built. */
public final class Response extends Message implements SipResponse, Reading {
    private final int status;
    private final String reason;

    Response(int status, String reason, List<Field> fields, byte[] content, Charset charset) {
        super(fields, content, charset);
        this.status = status;
        this.reason = reason;
    }

    /**
     * A response to that request by RFC 3261 8.2.6: Via, From, To, Call-ID and CSeq copied; below 300 Record-Route too (12.1.1),
     * and Timestamp into a 100. No tag is put into To.
     */
    public static Response to(Request request, int status, String reason) {
        String line = reason.replace('\r', ' ').replace('\n', ' ');
        Response response = new Response(status, line, new ArrayList<>(16), new byte[0], request.charset());
        response.copy("Via", request);
        if (status > 100 && status < 300) {
            response.copy("Record-Route", request);
        }
        response.copyOne("From", request);
        response.copyOne("To", request);
        response.copyOne("Call-ID", request);
        response.copyOne("CSeq", request);
        if (status == 100) {
            response.copyOne("Timestamp", request);
        }
        return response;
    }

    /** A response to that request with the usual reason phrase of its status. */
    public static Response to(Request request, int status) {
        return to(request, status, Reasons.of(status));
    }

    private void copyOne(String name, Request request) {
        request.header(name).ifPresent(value -> add(name, value));
    }

    /** A copy that can be changed without changing this one. */
    public Response copy() {
        Response copy = new Response(status, reason, new ArrayList<>(16), new byte[0], StandardCharsets.UTF_8);
        for (String name : names()) {
            copy.copy(name, this);
        }
        body().ifPresent(copy::setBody);
        return copy;
    }

    @Override
    public int status() {
        return status;
    }

    @Override
    public String reason() {
        return reason;
    }

    @Override
    void appendStartLine(StringBuilder out) {
        out.append("SIP/2.0 ").append(status).append(' ').append(reason).append("\r\n");
    }
}
