package tandem.gateway.registrar;

import java.util.List;
import java.util.Optional;
import tandem.sip.SipWay;

/**
 * One contact a device has registered (RFC 3261 section 10), and how it is reached.
 *
 * @param device the device's user
 * @param contact the URI it gave
 * @param instance value of {@code +sip.instance}, without quotes (RFC 5626 section 4.1), where it gave one
 * @param regId its {@code reg-id} (RFC 5626 section 4.2); 0 where it gave none that counts
 * @param q its preference in thousandths, 0 to 1000
 * @param callId Call-ID of the REGISTER that made it or refreshed it last
 * @param cseq CSeq of that REGISTER
 * @param expiresMs until when it is good, milliseconds since 1970
 * @param path URIs of the proxies requests to it pass (RFC 3327), the nearest to us first
 * @param way by which transport and from which address that REGISTER came: behind address translation, and where the device
 *     connected to us, the only way to it
 * @param source whether it is reached by {@code way} alone, since its contact does not lead to it
 * @param agent its product as it names itself, or empty
 */
public record Binding(
        String device,
        String contact,
        Optional<String> instance,
        int regId,
        int q,
        String callId,
        long cseq,
        long expiresMs,
        List<String> path,
        SipWay way,
        boolean source,
        String agent) {
    public Binding {
        path = List.copyOf(path);
    }
}
