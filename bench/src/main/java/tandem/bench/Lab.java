package tandem.bench;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import tandem.base.Clock;

/** One gateway with a caller, a callee and a fleet of streams around it. */
final class Lab implements AutoCloseable {
    private final Gateway gateway;
    private final SipPeer caller;
    private final SipPeer callee;
    private final RtpFleet fleet;
    private volatile @Nullable UnaryOperator<String> answerer;

    /** Starts a gateway whose calls to 9... come back to our callee; our clock runs {@code ppm} fast. */
    Lab(Path root, double ppm, Map<String, String> environment) {
        fleet = new RtpFleet(ppm);
        InetSocketAddress unused = new InetSocketAddress(InetAddress.getLoopbackAddress(), 9);
        callee = new SipPeer(unused, this::answer);
        gateway = new Gateway(root, callee.port(), environment);
        caller = new SipPeer(gateway.sip(), sdp -> sdp);
    }

    /** A lab at true speed with nothing special about it. */
    static Lab plain(Path root) {
        return new Lab(root, 0, Map.of());
    }

    private String answer(String offer) {
        UnaryOperator<String> chosen = answerer;
        return chosen == null ? Sdp.pcmu(fleet.port()) : chosen.apply(offer);
    }

    Gateway gateway() {
        return gateway;
    }

    SipPeer caller() {
        return caller;
    }

    SipPeer callee() {
        return callee;
    }

    RtpFleet fleet() {
        return fleet;
    }

    /** What the callee answers from now on. */
    void answering(UnaryOperator<String> answer) {
        answerer = answer;
    }

    /** Makes a stream out of our offer and their description. */
    interface Streams {
        /** The stream of the call with that number, or nothing when it only listens. */
        RtpStream stream(int number, String theirSdp);
    }

    /** What we offer in the call with that number. */
    interface Offers {
        /** A session description. */
        String offer(int number);
    }

    /** Sets up so many calls, {@code perSecond} of them a second, all of which must be answered; each gets its stream. */
    List<SipPeer.Call> calls(int count, int perSecond, String user, Offers offers, Streams streams) {
        List<SipPeer.Call> calls = new ArrayList<>();
        long start = Clock.system().nowNs();
        for (int i = 0; i < count; i++) {
            Waiting.until(start + i * 1_000_000_000L / perSecond);
            int number = i;
            SipPeer.Call call = caller.call(user.replace("#", Integer.toString(10_000 + i)), offers.offer(i), false);
            call.answered().thenAccept(up -> begin(streams, number, up));
            calls.add(call);
        }
        calls.forEach(this::await);
        return calls;
    }

    private void begin(Streams streams, int number, SipPeer.Call call) {
        int port = SipPeer.audioPort(call.answer()).orElseThrow(() -> new MeasureFailed("refused: " + call.answer()));
        fleet.add(streams.stream(number, call.answer()), port);
    }

    private void await(SipPeer.Call call) {
        try {
            call.answered().get(20, TimeUnit.SECONDS);
        } catch (ExecutionException | CompletionException | TimeoutException failure) {
            throw new MeasureFailed("a call was not answered: " + failure + "\n" + gateway.tail());
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(stopped);
        }
    }

    /** CPU of the gateway while {@code seconds} pass; how far behind its time the sender was is counted from here on. */
    Cpu cpu(double seconds) {
        fleet.behindMs();
        return gateway.proc().during(seconds);
    }

    /** Fails unless the streams received at least that share of {@code seconds} of packets since {@code before}. */
    static void requireFlow(List<RtpStream> streams, long[] before, double seconds, double share) {
        int silent = 0;
        long total = 0;
        for (int i = 0; i < before.length; i++) {
            long got = streams.get(i).received.get() - before[i];
            total += got;
            silent += got == 0 ? 1 : 0;
        }
        double wanted = before.length * seconds * 50;
        if (silent > 0 || total < share * wanted) {
            throw new MeasureFailed("media does not flow: " + total + " of " + Math.round(wanted) + " packets, "
                    + silent + " streams silent");
        }
    }

    /** How much each stream has received so far. */
    static long[] received(List<RtpStream> streams) {
        return streams.stream().mapToLong(stream -> stream.received.get()).toArray();
    }

    @Override
    public void close() {
        gateway.close();
        caller.close();
        callee.close();
        fleet.close();
    }

    /** A plain stream of G.711 that plays those frames in a loop, from frame {@code offset} on. */
    static RtpStream pcmu(byte[][] frames, int offset, RtpStream.Ear ear) {
        return new RtpStream(0, Voices.FRAME, frame -> frames[(frame + offset) % frames.length], ear, Optional.empty());
    }
}
