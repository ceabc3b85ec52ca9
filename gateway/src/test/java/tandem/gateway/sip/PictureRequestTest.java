package tandem.gateway.sip;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import tandem.sip.Body;

class PictureRequestTest {
    private static Body control(String text) {
        return new Body("application/media_control+xml", text.getBytes(StandardCharsets.UTF_8));
    }

    @Test
    void readsWhatItWritesAndWhatTerminalsWrite() {
        assertTrue(PictureRequest.isControl(PictureRequest.body()));
        assertTrue(PictureRequest.wants(PictureRequest.body()));
        assertTrue(PictureRequest.wants(control("""
                <?xml version="1.0" encoding="utf-8" ?>
                <media_control>
                 <vc_primitive>
                  <to_encoder>
                   <picture_fast_update>
                   </picture_fast_update>
                  </to_encoder>
                 </vc_primitive>
                </media_control>""")));
    }

    @Test
    void knowsWhatIsNone() {
        assertFalse(PictureRequest.wants(control("<media_control><general_error>no</general_error></media_control>")));
        assertFalse(PictureRequest.isControl(new Body("application/dtmf", new byte[] {'5'})));
    }
}
