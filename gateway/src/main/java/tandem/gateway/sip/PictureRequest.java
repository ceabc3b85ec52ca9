package tandem.gateway.sip;

import java.nio.charset.StandardCharsets;
import tandem.sip.Body;

/** A wish for a whole picture in an INFO body (RFC 5168), as terminals send it that know no feedback by RTCP. */
final class PictureRequest {
    private static final String TYPE = "application/media_control+xml";
    private static final String TEXT = """
            <?xml version="1.0" encoding="utf-8"?>
            <media_control><vc_primitive><to_encoder><picture_fast_update/></to_encoder></vc_primitive></media_control>
            """;

    private PictureRequest() {}

    /** Whether a body of that type is about the control of media at all. */
    static boolean isControl(Body body) {
        return body.mediaType().equals(TYPE);
    }

    /** Whether it wants a picture; other primitives are none that anybody sends. */
    static boolean wants(Body body) {
        return body.text().contains("picture_fast_update");
    }

    /** The body that says so. */
    static Body body() {
        return new Body(TYPE, TEXT.replace("\n", "\r\n").getBytes(StandardCharsets.UTF_8));
    }
}
