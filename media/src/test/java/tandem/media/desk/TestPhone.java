package tandem.media.desk;

import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import tandem.media.Codec;
import tandem.media.CodecParams;
import tandem.media.Direction;
import tandem.media.MediaDescription;
import tandem.media.StreamDescription;
import tandem.media.Transport;
import tandem.media.rtp.RtpPacket;

/** A peer on a real socket that sends and receives RTP packets by hand. */
final class TestPhone implements AutoCloseable {
    static final Codec PCMU = new Codec(0, "PCMU", 8_000, 1, CodecParams.NONE);
    static final Codec PCMA = new Codec(8, "PCMA", 8_000, 1, CodecParams.NONE);
    static final Codec OPUS = new Codec(96, "OPUS", 48_000, 2, CodecParams.OpusParams.UNSAID);
    static final Codec NOISE = new Codec(13, "CN", 8_000, 1, CodecParams.NONE);
    static final Codec EVENTS =
            new Codec(101, "TELEPHONE-EVENT", 8_000, 1, new CodecParams.TelephoneEventParams("0-15"));

    final DatagramSocket socket;
    final int ssrc;
    int sequence = 1_000;
    int timestamp = 50_000;

    TestPhone(int ssrc) throws IOException {
        this(ssrc, 0);
    }

    /** At the port another one had. */
    TestPhone(int ssrc, int port) throws IOException {
        this.ssrc = ssrc;
        socket = new DatagramSocket(port, InetAddress.getLoopbackAddress());
        socket.setSoTimeout(2_000);
    }

    InetSocketAddress address() {
        return new InetSocketAddress(InetAddress.getLoopbackAddress(), socket.getLocalPort());
    }

    MediaDescription describe(Direction direction, Transport transport, Codec... codecs) {
        return new MediaDescription(List.of(new StreamDescription(
                StreamDescription.Kind.AUDIO,
                direction,
                Optional.of(address()),
                Optional.empty(),
                false,
                transport,
                List.of(codecs),
                OptionalInt.empty(),
                OptionalInt.empty(),
                Map.of(),
                new StreamDescription.Line(
                        "audio",
                        transport instanceof Transport.Plain ? "RTP/AVP" : "RTP/SAVP",
                        Arrays.stream(codecs)
                                .map(c -> Integer.toString(c.payloadType()))
                                .toList(),
                        Optional.empty(),
                        false),
                Optional.empty())));
    }

    MediaDescription describe(Codec... codecs) {
        return describe(Direction.SENDRECV, Transport.PLAIN, codecs);
    }

    /** The packet it would send next. */
    byte[] next(int payloadType, byte[] payload) {
        byte[] bytes = new byte[RtpPacket.FIXED_HEADER + payload.length];
        RtpPacket packet = new RtpPacket();
        System.arraycopy(payload, 0, bytes, RtpPacket.FIXED_HEADER, payload.length);
        packet.write(bytes, payloadType, false, payload.length);
        packet.sequence(sequence++);
        packet.timestamp(timestamp);
        packet.ssrc(ssrc);
        timestamp += 160;
        return bytes;
    }

    void send(byte[] datagram, InetSocketAddress to) throws IOException {
        socket.send(new DatagramPacket(datagram, datagram.length, to));
    }

    void say(int payloadType, byte[] payload, InetSocketAddress to) throws IOException {
        send(next(payloadType, payload), to);
    }

    /** The next datagram it gets within two seconds. */
    byte[] hear() throws IOException {
        DatagramPacket datagram = new DatagramPacket(new byte[2_048], 2_048);
        socket.receive(datagram);
        return Arrays.copyOf(datagram.getData(), datagram.getLength());
    }

    /** All it gets until it is quiet for that long. */
    List<byte[]> hearAll(int quietMs) throws IOException {
        List<byte[]> all = new ArrayList<>();
        socket.setSoTimeout(quietMs);
        try {
            while (true) {
                all.add(hear());
            }
        } catch (java.net.SocketTimeoutException quiet) {
            socket.setSoTimeout(2_000);
            return all;
        }
    }

    static RtpPacket rtp(byte[] datagram) {
        RtpPacket packet = new RtpPacket();
        if (!packet.wrap(datagram, datagram.length)) {
            throw new AssertionError("not RTP: " + Arrays.toString(datagram));
        }
        return packet;
    }

    static byte[] payload(byte[] datagram) {
        RtpPacket packet = rtp(datagram);
        return Arrays.copyOfRange(datagram, packet.payload(), packet.payload() + packet.payloadLength());
    }

    @Override
    public void close() {
        socket.close();
    }
}
