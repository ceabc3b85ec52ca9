package tandem.media.dtls;

import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.bouncycastle.tls.DTLSClientProtocol;
import org.bouncycastle.tls.DTLSServerProtocol;
import org.bouncycastle.tls.DTLSTransport;
import org.bouncycastle.tls.DatagramTransport;
import org.jspecify.annotations.Nullable;
import tandem.media.Transport.Fingerprint;
import tandem.media.srtp.SrtpKeys;

/**
 * One DTLS association (RFC 6347) of a stream: datagrams go in from the media loop, a worker shakes hands, datagrams, keys or a
 * failure come out on the worker's thread. As a client it begins at once, as a server with the first datagram. Afterwards it
 * only repeats its last flight where the peer asks for it again.
 */
public final class DtlsAssociation {
    private static final int WAITING = 32;
    private static final int LONGEST = 2_048;
    private static final int LARGEST_SENT = 1_200;
    private static final int HANDSHAKE = 22;
    private static final int CLIENT_HELLO = 1;
    private static final int MESSAGE_AT = 13; // behind the record header, RFC 6347 section 4.1

    private static final byte[] WAKE = {}; // ends the wait of a worker

    private final DtlsIdentity identity;
    private final DtlsWorkers workers;
    private final List<Fingerprint> expected;
    private final boolean client;
    private final boolean stranger;
    private final Output output;
    private final ArrayBlockingQueue<byte[]> in = new ArrayBlockingQueue<>(WAITING);
    private final AtomicBoolean scheduled = new AtomicBoolean();
    private final Line line = new Line();
    private volatile boolean done;
    private volatile boolean closed;
    private @Nullable DTLSTransport transport; // the worker's, once hands are shaken

    /** What comes out, on a worker's thread. */
    public interface Output {
        /** Send this; the array is the receiver's. */
        void send(byte[] datagram);

        /** The handshake is done. */
        void onKeys(SrtpKeys theirs, SrtpKeys ours);

        /** It failed; in words for a person. */
        void onFailed(String why);
    }

    /**
     * An association that does nothing before {@link #start} or {@link #take}.
     *
     * @param expected fingerprints of the certificate the peer must show, any of them
     * @param client whether we open it
     * @param stranger whether the peer comes from an address that nobody described
     */
    public DtlsAssociation(
            DtlsIdentity identity,
            DtlsWorkers workers,
            List<Fingerprint> expected,
            boolean client,
            boolean stranger,
            Output output) {
        this.identity = identity;
        this.workers = workers;
        this.expected = List.copyOf(expected);
        this.client = client;
        this.stranger = stranger;
        this.output = output;
    }

    /** A client says hello. */
    public void start() {
        if (client && !work()) {
            failed("too many handshakes wait already");
        }
    }

    /** A datagram of the peer, copied; what a full queue cannot take is dropped, and the peer repeats it. Whether it was taken. */
    public boolean take(byte[] datagram, int length) {
        return !closed && length <= LONGEST && in.offer(Arrays.copyOf(datagram, length)) && work();
    }

    /** Whether hands are shaken, or never will be. */
    public boolean over() {
        return done || closed;
    }

    /** Whether the datagram begins another association: a ClientHello in the clear (epoch 0). */
    public static boolean isClientHello(byte[] datagram, int length) {
        return length > MESSAGE_AT
                && datagram[0] == HANDSHAKE
                && datagram[3] == 0
                && datagram[4] == 0
                && datagram[MESSAGE_AT] == CLIENT_HELLO;
    }

    /** False where there is no room for it. */
    private boolean work() {
        if (scheduled.compareAndSet(false, true) && !runOnWorker()) {
            scheduled.set(false);
            in.clear();
            return false;
        }
        return true;
    }

    private boolean runOnWorker() {
        return (stranger && !done) ? workers.runForStranger(this::run) : workers.run(this::run);
    }

    private void run() {
        try {
            if (!done) {
                shake();
            } else {
                repeat();
            }
        } catch (IOException e) {
            failed(e.getMessage() == null ? e.getClass().getSimpleName() : e.getMessage());
        } catch (RuntimeException | AssertionError | StackOverflowError | LinkageError e) {
            workers.broke(e);
            failed("its DTLS messages cannot be understood");
        } finally {
            scheduled.set(false);
        }
        if (done && !closed && !in.isEmpty()) {
            work();
        }
    }

    private void shake() throws IOException {
        if (closed) {
            return;
        }
        SrtpKeys[] keys;
        if (client) {
            SrtpClient peer = new SrtpClient(identity, expected);
            transport = new DTLSClientProtocol().connect(peer, line);
            keys = peer.keys();
        } else {
            SrtpServer peer = new SrtpServer(identity, expected);
            transport = new DTLSServerProtocol().accept(peer, line);
            keys = peer.keys();
        }
        done = true;
        if (!closed) {
            output.onKeys(client ? keys[1] : keys[0], client ? keys[0] : keys[1]);
        }
    }

    /** The peer lost our last flight and repeats its own: the record layer answers while it is asked for data. */
    private void repeat() throws IOException {
        DTLSTransport present = transport;
        if (present == null) {
            return;
        }
        byte[] data = new byte[LONGEST];
        while (!in.isEmpty() && !closed) {
            present.receive(data, 0, data.length, 1);
        }
    }

    private void failed(String why) {
        if (!closed && !done && !Thread.currentThread().isInterrupted()) {
            output.onFailed("DTLS: " + why);
        }
        close();
    }

    /** Ends it; a worker at it gives up at once. */
    public void close() {
        closed = true;
        in.clear();
        in.offer(WAKE);
    }

    /** The way datagrams take between the loop and the worker. */
    private final class Line implements DatagramTransport {
        @Override
        public int getReceiveLimit() {
            return LONGEST;
        }

        @Override
        public int getSendLimit() {
            return LARGEST_SENT;
        }

        @Override
        public int receive(byte[] into, int offset, int length, int waitMs) throws IOException {
            if (closed) {
                throw new IOException("the call is over");
            }
            try {
                byte[] datagram = in.poll(waitMs, TimeUnit.MILLISECONDS);
                if (closed) {
                    throw new IOException("the call is over");
                }
                if (datagram == null) {
                    return -1;
                }
                int octets = Math.min(length, datagram.length);
                System.arraycopy(datagram, 0, into, offset, octets);
                return octets;
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new IOException("stopping", e);
            }
        }

        @Override
        public void send(byte[] from, int offset, int length) {
            if (!closed) {
                output.send(Arrays.copyOfRange(from, offset, offset + length));
            }
        }

        @Override
        public void close() {}
    }
}
