package tandem.media.video;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Objects;
import tandem.media.VideoCodec;

/** Payloads and the frames made of them, as tests write them. */
final class Payloads implements Depacketizer.Frames, Packetizer.Payloads {
    /** A frame as it was given. */
    record Given(String hex, int timestamp, boolean key, int width, int height, int units) {
        byte[] bytes() {
            return HexFormat.of().parseHex(hex);
        }
    }

    /** A packet of a stream that was captured: what its header says and its payload. */
    record Packet(int sequence, int timestamp, boolean marker, String hex) {
        byte[] payload() {
            return HexFormat.of().parseHex(hex);
        }
    }

    final List<Given> frames = new ArrayList<>();
    final List<byte[]> payloads = new ArrayList<>();
    final List<Boolean> markers = new ArrayList<>();
    int losses;

    @Override
    public void onFrame(CodedFrame frame) {
        frames.add(new Given(
                HexFormat.of().formatHex(frame.bytes, 0, frame.length),
                frame.timestamp,
                frame.key,
                frame.width,
                frame.height,
                frame.units()));
    }

    @Override
    public void onLoss() {
        losses++;
    }

    @Override
    public void onPayload(byte[] bytes, int offset, int length, boolean marker) {
        payloads.add(Arrays.copyOfRange(bytes, offset, offset + length));
        markers.add(marker);
    }

    static byte[] hex(String octets) {
        return HexFormat.of().parseHex(octets.replace(" ", ""));
    }

    /** The payload as it was written, in hexadecimal. */
    String payload(int i) {
        return HexFormat.of().formatHex(payloads.get(i));
    }

    /** Feeds a payload that stands in the middle of other octets, as one does in a datagram. */
    static void take(Depacketizer to, String octets, int timestamp, boolean marker, boolean gap) {
        byte[] payload = hex(octets);
        byte[] datagram = new byte[payload.length + 24];
        Arrays.fill(datagram, (byte) 0xEE);
        System.arraycopy(payload, 0, datagram, 12, payload.length);
        to.take(datagram, 12, payload.length, timestamp, marker, gap);
    }

    /** Frames of a codec out of packets, in their order; what a sequence number leaves out is a gap. */
    static Payloads of(List<Packet> packets, Depacketizer depacketizer, Payloads into) {
        int last = -1;
        for (Packet packet : packets) {
            boolean gap = last >= 0 && packet.sequence() != ((last + 1) & 0xFFFF);
            depacketizer.take(packet.payload(), 0, packet.payload().length, packet.timestamp(), packet.marker(), gap);
            last = packet.sequence();
        }
        return into;
    }

    static Payloads of(List<Packet> packets, VideoCodec codec) {
        Payloads into = new Payloads();
        return of(packets, VideoFormats.depacketizer(codec, into), into);
    }

    /** A captured stream: a packet a line, sequence number, timestamp, marker and payload. */
    static List<Packet> vector(String name) {
        List<Packet> packets = new ArrayList<>();
        for (String line : resource(name + ".rtp").split("\n", -1)) {
            String[] words = line.split(" ", -1);
            if (words.length == 4) {
                packets.add(new Packet(
                        Integer.parseInt(words[0]),
                        Integer.parseUnsignedInt(words[1]),
                        words[2].equals("1"),
                        words[3]));
            }
        }
        return packets;
    }

    static String resource(String name) {
        try (InputStream in = Payloads.class.getResourceAsStream("/vectors/video/" + name)) {
            return new String(Objects.requireNonNull(in, name).readAllBytes(), StandardCharsets.US_ASCII);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
