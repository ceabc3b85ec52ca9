package tandem.sip.transport;

import java.net.InetSocketAddress;
import java.util.Locale;
import tandem.sip.message.Dropped;
import tandem.sip.message.Message;
import tandem.sip.message.MessageReader;
import tandem.sip.message.Reading;
import tandem.sip.message.Refused;
import tandem.sip.message.Request;
import tandem.sip.message.Response;
import tandem.sip.message.Via;

/** What all transports do with octets that came: read them, mark Via (RFC 3261 18.2.1, RFC 3581 4), hand on, refuse or count. */
final class Arrivals {
    private final TransportUser user;
    private final TransportCounters counters;
    private final Noise noise;

    Arrivals(TransportUser user, TransportCounters counters, Noise noise) {
        this.user = user;
        this.counters = counters;
        this.noise = noise;
    }

    /** A datagram; whatever is in it. */
    void datagram(byte[] octets, Flow flow) {
        if (!looksLikeSip(octets)) {
            counters.garbage.incrementAndGet();
            if (octets.length > 4) {
                noise.note(isStun(octets) ? "STUN on the SIP port" : "a datagram that is no SIP", flow.remote());
            }
            return;
        }
        onReading(MessageReader.datagram(octets, 0, octets.length, flow.remote()), octets, flow);
    }

    /** One message of a stream or of frames. */
    void frame(byte[] octets, Flow flow) {
        String transport = flow.transport().name();
        onReading(MessageReader.frame(octets, 0, octets.length, flow.remote(), transport), octets, flow);
    }

    private static boolean looksLikeSip(byte[] octets) {
        int at = 0;
        while (at < octets.length && (octets[at] == '\r' || octets[at] == '\n')) {
            at++;
        }
        return octets.length - at > 12 && octets[at] > ' ';
    }

    /** RFC 5389 6: two zero bits and the magic cookie. */
    private static boolean isStun(byte[] octets) {
        return octets.length >= 20
                && (octets[0] & 0xC0) == 0
                && octets[4] == 0x21
                && octets[5] == 0x12
                && octets[6] == (byte) 0xA4
                && octets[7] == 0x42;
    }

    private void onReading(Reading reading, byte[] octets, Flow flow) {
        switch (reading) {
            case Request request -> {
                counters.received.incrementAndGet();
                user.onPassed(request.callId(), /* sent= */ false, octets, flow);
                mark(request, flow.remote());
                user.onRequest(request, flow);
            }
            case Response response -> {
                counters.received.incrementAndGet();
                user.onPassed(response.callId(), /* sent= */ false, octets, flow);
                user.onResponse(response, flow);
            }
            case Refused refused -> refuse(refused, octets, flow);
            case Dropped dropped -> {
                counters.dropped.incrementAndGet();
                noise.note(dropped.why(), flow.remote());
            }
        }
    }

    private void refuse(Refused refused, byte[] octets, Flow flow) {
        counters.refused.incrementAndGet();
        noise.note("refused " + refused.status() + " " + refused.reason(), flow.remote());
        Request request = refused.salvage();
        Flow back = flow;
        if (request.hasVia()) {
            mark(request, flow.remote());
            back = Replies.datagramFlow(request, flow);
        }
        Response response = refused.response();
        if (request.has("To")) {
            response.set("To", request.header("To").orElse("") + statelessTag(request));
        }
        byte[] refusal = response.encode();
        user.onPassed(request.callId(), /* sent= */ false, octets, flow);
        user.onPassed(request.callId(), /* sent= */ true, refusal, back);
        back.send(refusal, why -> counters.sendFailures.incrementAndGet());
    }

    /** The same tag for a repeated request (RFC 3261 8.2.7), none where there is one. */
    private static String statelessTag(Request request) {
        String to = request.header("To").orElse("").toLowerCase(Locale.ROOT);
        if (to.contains("tag")) {
            return "";
        }
        int hash = 31 * request.callId().hashCode()
                + request.header("Via").orElse("").hashCode();
        return ";tag=" + Integer.toHexString(hash);
    }

    private static void mark(Message message, InetSocketAddress remote) {
        Via via = message.topVia();
        String source = remote.getAddress().getHostAddress();
        boolean asksPort = via.params().has("rport");
        Via marked = asksPort ? via.with("rport", Integer.toString(remote.getPort())) : via;
        if (asksPort || !LocalAddress.written(remote.getAddress()).equals(via.host())) {
            int scope = source.indexOf('%');
            marked = marked.with("received", scope < 0 ? source : source.substring(0, scope));
        }
        if (!marked.equals(via)) {
            message.replaceTopVia(marked);
        }
    }
}
