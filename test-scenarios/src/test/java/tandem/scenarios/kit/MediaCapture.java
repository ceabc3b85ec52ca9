package tandem.scenarios.kit;

import java.nio.file.Path;
import java.util.HexFormat;
import java.util.List;
import java.util.function.Predicate;
import tandem.media.codec.G711;

/** What flowed between the gateway and the phones of one call for a second: G.711 mu-law, by a capture of that call. */
public final class MediaCapture {
    private final List<String[]> packets;

    private MediaCapture(List<String[]> packets) {
        this.packets = packets;
    }

    /** Listens to that call for a second from now on. */
    public static MediaCapture of(GatewayProcess gateway, String call) {
        String path = "/v1/calls/" + call + "/capture";
        gateway.post(path, "{\"media\": true, \"seconds\": 1}");
        Path file = gateway.download(path, "heard.pcapng");
        return new MediaCapture(
                Tshark.read(file, "rtp.p_type == 0", "udp.srcport", "udp.dstport", "rtp.payload").stream()
                        .map(line -> line.split("\t", -1))
                        .toList());
    }

    /** What that phone was sent. */
    public Wav to(Baresip phone) {
        return sound(packet -> phone.hasMediaAt(Integer.parseInt(packet[1])));
    }

    /** What came from that phone. */
    public Wav from(Baresip phone) {
        return sound(packet -> phone.hasMediaAt(Integer.parseInt(packet[0])));
    }

    private Wav sound(Predicate<String[]> which) {
        StringBuilder octets = new StringBuilder();
        packets.stream().filter(which).forEach(packet -> octets.append(packet[2].replace(":", "")));
        byte[] law = HexFormat.of().parseHex(octets);
        short[] samples = new short[law.length];
        G711.decode(G711.Law.MU, law, 0, law.length, samples, 0);
        return new Wav(8000, samples);
    }
}
