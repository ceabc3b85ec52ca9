package tandem.media.sdp;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.net.InetAddress;
import tandem.media.MediaDescription;

/** Whatever arrives is read or refused, and what was read can be written and is then read as the same. */
class SdpFuzz {
    private static final SdpOrigin ORIGIN = SdpOrigin.of(7, InetAddress.ofLiteral("192.0.2.10"));

    @FuzzTest(maxDuration = "5s")
    void anyBodyIsReadOrRefused(byte[] body) {
        if (!(SdpReader.read(body) instanceof Sdp sdp)) {
            return;
        }
        MediaDescription description = sdp.description();
        String text = SdpWriter.write(description, ORIGIN);
        switch (SdpReader.read(text)) {
            case Sdp again -> {
                if (!again.description().equals(description)) {
                    throw new AssertionError("read otherwise after writing:\n" + text);
                }
            }
            case SdpRefusal refusal -> {
                // what every stream inherits from the session is written once for each
                boolean grown =
                        text.length() > SdpReader.MAX_LENGTH || text.lines().count() > SdpReader.MAX_LINES;
                if (!grown) {
                    throw new AssertionError(refusal + " after writing:\n" + text);
                }
            }
        }
    }
}
