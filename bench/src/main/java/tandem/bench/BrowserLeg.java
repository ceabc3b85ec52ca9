package tandem.bench;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.WebSocket;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.DatagramChannel;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ThreadLocalRandom;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import tandem.base.Clock;
import tandem.media.Transport;
import tandem.media.dtls.DtlsAssociation;
import tandem.media.srtp.SrtpKeys;
import tandem.media.srtp.SrtpOneWay;

/** One light browser in a room, or on its way there. */
final class BrowserLeg implements WebSocket.Listener, DtlsAssociation.Output {
    private static final int OPUS = 111;
    private static final int LARGEST = 1_500;
    private static final int DTX_EVERY = 20;
    private static final int SAMPLES = 960;

    private final BrowserFleet fleet;
    private final DatagramChannel channel;
    private final byte[][] speech;
    private final String ufrag = Integer.toString(ThreadLocalRandom.current().nextInt(1 << 24, 1 << 30), 36);
    private final String password = "a-password-of-a-light-browser";
    private final int ssrc = ThreadLocalRandom.current().nextInt();
    private final CompletableFuture<Long> heard = new CompletableFuture<>();
    private final CompletableFuture<WebSocket> line = new CompletableFuture<>();
    private final StringBuilder frame = new StringBuilder();
    private volatile @Nullable Remote remote;
    private volatile @Nullable DtlsAssociation dtls;
    private volatile @Nullable SrtpOneWay receiving;
    private volatile @Nullable SrtpOneWay sending;
    private long clickedNs;
    private volatile long joinedNs;
    private volatile boolean found;
    private int sequence;

    /** The other end as its answer describes it. */
    private record Remote(InetSocketAddress at, StunRequest check, Transport.Fingerprint fingerprint) {}

    BrowserLeg(BrowserFleet fleet, DatagramChannel channel, byte[][] speech) {
        this.fleet = fleet;
        this.channel = channel;
        this.speech = speech;
    }

    DatagramChannel channel() {
        return channel;
    }

    /** Completes with the moment at which the first packet of sound came. */
    CompletableFuture<Long> heard() {
        return heard;
    }

    /** When its socket began to open: the click. */
    long clickedNs() {
        return clickedNs;
    }

    /** When its join was sent. */
    long joinedNs() {
        return joinedNs;
    }

    void join(String room) {
        clickedNs = Clock.system().nowNs();
        fleet.http()
                .newWebSocketBuilder()
                .subprotocols("tandem.room.1")
                .buildAsync(URI.create("ws://127.0.0.1:" + fleet.httpPort() + "/r/" + room + "/ws"), this)
                .whenComplete((socket, failed) -> {
                    if (failed == null) {
                        line.complete(socket);
                        joinedNs = Clock.system().nowNs();
                        socket.sendText(joinFrame(), true);
                    } else {
                        fail("no WebSocket: " + failed);
                    }
                });
    }

    private void fail(String why) {
        heard.completeExceptionally(new MeasureFailed(why));
    }

    private String joinFrame() {
        String offer = String.join(
                "\\r\\n",
                "v=0",
                "o=- " + (ssrc & 0xFFFFFFFFL) + " 2 IN IP4 127.0.0.1",
                "s=-",
                "t=0 0",
                "a=group:BUNDLE 0",
                "m=audio 9 UDP/TLS/RTP/SAVPF " + OPUS,
                "c=IN IP4 0.0.0.0",
                "a=ice-ufrag:" + ufrag,
                "a=ice-pwd:" + password,
                "a=fingerprint:sha-256 " + fleet.identity().fingerprint().value(),
                "a=setup:actpass",
                "a=mid:0",
                "a=sendrecv",
                "a=rtcp-mux",
                "a=rtpmap:" + OPUS + " opus/48000/2",
                "a=fmtp:" + OPUS + " minptime=10;useinbandfec=1",
                "");
        return "{\"type\": \"join\", \"version\": 1, \"name\": \"" + ufrag + "\", \"offer\": \"" + offer + "\"}";
    }

    // The room protocol.

    @Override
    public @Nullable CompletionStage<?> onText(WebSocket socket, CharSequence data, boolean last) {
        frame.append(data);
        if (last) {
            take(socket, frame.toString());
            frame.setLength(0);
        }
        socket.request(1);
        return null;
    }

    private void take(WebSocket socket, String text) {
        if (text.startsWith("{\"type\":\"ping\"")) {
            socket.sendText("{\"type\": \"pong\"}", true);
        } else if (text.startsWith("{\"type\":\"joined\"")) {
            answered(text);
        } else if (text.startsWith("{\"type\":\"ended\"") || text.startsWith("{\"type\":\"error\"")) {
            fail(text);
        }
    }

    @Override
    public @Nullable CompletionStage<?> onClose(WebSocket socket, int code, String reason) {
        fail("closed: " + code + " " + reason);
        return null;
    }

    private void answered(String text) {
        Matcher candidate = Pattern.compile("a=candidate:\\S+ 1 udp \\d+ ([\\d.]+) (\\d+) typ host")
                .matcher(text);
        Matcher print = Pattern.compile("a=fingerprint:(\\S+) ([0-9A-F:]+)").matcher(text);
        if (!candidate.find() || !print.find()) {
            fail("cannot be reached: " + text);
            return;
        }
        String theirs = attribute(text, "ice-ufrag");
        StunRequest check = new StunRequest(theirs + ":" + ufrag, attribute(text, "ice-pwd"));
        remote = new Remote(
                new InetSocketAddress(InetAddress.ofLiteral(candidate.group(1)), Integer.parseInt(candidate.group(2))),
                check,
                new Transport.Fingerprint(print.group(1), print.group(2)));
        check();
    }

    private static String attribute(String text, String name) {
        Matcher found = Pattern.compile("a=" + name + ":([^\\\\]+)").matcher(text);
        return found.find() ? found.group(1) : "";
    }

    // Media.

    /** A check, which is consent too. */
    void check() {
        Remote to = remote;
        if (to != null) {
            send(to.check().octets());
        }
    }

    @Override
    public void send(byte[] datagram) {
        send(datagram, datagram.length);
    }

    private void send(byte[] datagram, int length) {
        Remote to = remote;
        if (to == null) {
            return;
        }
        try {
            channel.send(ByteBuffer.wrap(datagram, 0, length), to.at());
        } catch (ClosedChannelException left) {
            fail("left");
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    void onDatagram(byte[] datagram, int length) {
        int first = datagram[0] & 0xFF;
        if (first < 2) {
            onAnswer(datagram);
        } else if (first < 64) {
            DtlsAssociation shaking = dtls;
            if (shaking != null) {
                shaking.take(datagram, length);
            }
        } else if ((datagram[1] & 0x7F) == OPUS) {
            onSound(datagram, length);
        }
    }

    private void onAnswer(byte[] datagram) {
        Remote to = remote;
        if (!found && to != null && StunRequest.isSuccess(datagram)) {
            found = true;
            DtlsAssociation client = new DtlsAssociation(
                    fleet.identity(),
                    fleet.workers(),
                    List.of(to.fingerprint()),
                    /* client= */ true,
                    /* stranger= */ false,
                    this);
            dtls = client;
            client.start();
        }
    }

    private void onSound(byte[] datagram, int length) {
        SrtpOneWay keys = receiving;
        if (heard.isDone() || keys == null) {
            return;
        }
        if (keys.unprotectRtp(datagram, length) == SrtpOneWay.Verdict.OK) {
            heard.complete(Clock.system().nowNs());
        }
    }

    @Override
    public void onKeys(SrtpKeys theirs, SrtpKeys ours) {
        sending = SrtpOneWay.sending(ours);
        receiving = SrtpOneWay.receiving(theirs);
    }

    @Override
    public void onFailed(String why) {
        fail(why);
    }

    /** The packet of that frame, once hands are shaken. */
    void speak(int number) {
        SrtpOneWay keys = sending;
        boolean silent = speech.length == 0;
        if (keys == null || (silent && number % DTX_EVERY != 0)) {
            return;
        }
        byte[] payload = silent ? OpusSpeech.DTX : speech[number % speech.length];
        ByteBuffer packet = ByteBuffer.allocate(LARGEST);
        packet.put((byte) 0x80)
                .put((byte) OPUS)
                .putShort((short) sequence++)
                .putInt(number * SAMPLES)
                .putInt(ssrc);
        packet.put(payload);
        send(packet.array(), keys.protectRtp(packet.array(), 0, packet.position()));
    }

    void leave() {
        line.thenAccept(socket -> {
            if (!socket.isOutputClosed()) {
                socket.sendText("{\"type\": \"leave\"}", true);
            }
        });
        Optional.ofNullable(dtls).ifPresent(DtlsAssociation::close);
        try {
            channel.close();
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }
}
