package tandem.sip;

import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;

/**
 * A message that travelled.
 *
 * @param callId Call-ID
 * @param epochMs when, milliseconds since 1970
 * @param sent whether we sent it
 * @param transport UDP, TCP, TLS, WS or WSS
 * @param from the sender's address
 * @param to the receiver's address
 * @param octets all of it; not to be changed
 */
@SuppressWarnings("ArrayRecordComponent") // handed on as it is, never compared
public record SipTraced(
        String callId,
        long epochMs,
        boolean sent,
        String transport,
        InetSocketAddress from,
        InetSocketAddress to,
        byte[] octets) {
    /** Its start line. */
    public String firstLine() {
        int begin = 0;
        while (begin < octets.length && (octets[begin] == '\r' || octets[begin] == '\n')) {
            begin++;
        }
        int end = begin;
        while (end < octets.length && octets[end] != '\r' && octets[end] != '\n') {
            end++;
        }
        return new String(octets, begin, end - begin, StandardCharsets.UTF_8);
    }
}
