package tandem.bench;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
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
    private final List<AutoCloseable> opened = new ArrayList<>();
    private volatile @Nullable UnaryOperator<String> answerer;

    /** Starts a gateway whose calls to 9... come back to our callee; our clock runs {@code ppm} fast. */
    Lab(Path root, double ppm, Map<String, String> environment) {
        this(root, ppm, environment, "");
    }

    /** The same with further lines of the gateway's configuration. */
    Lab(Path root, double ppm, Map<String, String> environment, String more) {
        try {
            fleet = opened(new RtpFleet(ppm));
            InetSocketAddress unused = new InetSocketAddress(InetAddress.getLoopbackAddress(), 9);
            callee = opened(new SipPeer(unused, this::answer));
            gateway = opened(new Gateway(root, callee.port(), environment, more));
            caller = opened(new SipPeer(gateway.sip(), sdp -> sdp));
        } catch (RuntimeException failure) {
            close();
            throw failure;
        }
    }

    /** A lab at true speed with nothing special about it. */
    static Lab plain(Path root) {
        return new Lab(root, 0, Map.of());
    }

    private <T extends AutoCloseable> T opened(T part) {
        opened.add(part);
        return part;
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
        List<CompletableFuture<Void>> begun = new ArrayList<>();
        long start = Clock.system().nowNs();
        for (int i = 0; i < count; i++) {
            Waiting.until(start + i * 1_000_000_000L / perSecond);
            int number = i;
            SipPeer.Call call = caller.call(user.replace("#", Integer.toString(10_000 + i)), offers.offer(i), false);
            begun.add(call.answered().thenAccept(up -> begin(streams, number, up)));
            calls.add(call);
        }
        begun.forEach(this::await);
        callee.answering().fault().ifPresent(fault -> {
            throw new MeasureFailed("a call could not be answered: " + fault);
        });
        return calls;
    }

    private void begin(Streams streams, int number, SipPeer.Call call) {
        int port = SipPeer.audioPort(call.answer()).orElseThrow(() -> new MeasureFailed("refused: " + call.answer()));
        fleet.add(streams.stream(number, call.answer()), port);
    }

    private void await(CompletableFuture<Void> begun) {
        try {
            begun.get(20, TimeUnit.SECONDS);
        } catch (ExecutionException | CompletionException | TimeoutException failure) {
            throw new MeasureFailed("a call did not begin: " + failure
                    + callee.answering().fault().map(fault -> "; " + fault).orElse("") + "\n" + gateway.tail());
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

    /** CPU of the gateway in that time, during which the streams must receive at least that share of what a steady flow is. */
    Cpu cpu(double seconds, List<RtpStream> streams, double share) {
        return Flow.cpu(fleet, streams, gateway.proc(), seconds, share);
    }

    /** What those streams receive from now on. */
    Flow flow(List<RtpStream> streams) {
        return new Flow(fleet, streams);
    }

    @Override
    public void close() {
        for (AutoCloseable part : opened.reversed()) {
            close(part);
        }
    }

    private static void close(AutoCloseable part) {
        try {
            part.close();
        } catch (Exception failure) { // the other parts are to be closed all the same
            System.err.println("not closed: " + failure);
        }
    }

    /** A plain stream of G.711 that plays those frames in a loop, from frame {@code offset} on. */
    static RtpStream pcmu(byte[][] frames, int offset, RtpStream.Ear ear) {
        return new RtpStream(0, Voices.FRAME, frame -> frames[(frame + offset) % frames.length], ear, Optional.empty());
    }
}
