package tandem.media.desk;

import java.net.InetSocketAddress;
import java.util.ArrayDeque;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;
import tandem.media.NegotiatedKeys;
import tandem.media.dtls.DtlsAssociation;
import tandem.media.dtls.DtlsIdentity;
import tandem.media.dtls.DtlsWorkers;
import tandem.media.srtp.SrtpKeys;

/**
 * DTLS of one session: starts an association when one is agreed, hands it what arrives, and brings its results back to the
 * loop. What the peer sends before its description is known waits here, a few datagrams of it.
 */
final class DtlsLeg {
    private static final int EARLY = 6;

    private final DtlsIdentity identity;
    private final DtlsWorkers workers;
    private final Owner owner;
    private final ArrayDeque<byte[]> early = new ArrayDeque<>();
    private volatile MediaLoop loop; // read by workers that post back; written on the loop itself
    private @Nullable DtlsAssociation association; // none before one is agreed
    private @Nullable Voice voice; // of that association
    private boolean keyed; // hands were shaken with the peer that is agreed on
    private NegotiatedKeys.@Nullable Dtls agreed;
    private @Nullable InetSocketAddress from; // where the peer's DTLS comes from

    /** The session's path, on its loop. */
    interface Owner {
        /** Sends a DTLS datagram there, or where packets go when there is no other place. */
        void sendDtls(byte[] datagram, @Nullable InetSocketAddress to);

        void onKeys(SrtpKeys theirs, SrtpKeys ours, @Nullable InetSocketAddress from);

        void onHandshakeFailed(String why);
    }

    DtlsLeg(DtlsIdentity identity, DtlsWorkers workers, MediaLoop loop, Owner owner) {
        this.identity = identity;
        this.workers = workers;
        this.loop = loop;
        this.owner = owner;
    }

    /** Agreed; the same peer in the same role keeps the association it has (RFC 5763 section 5). */
    void agree(NegotiatedKeys.Dtls keys) {
        agreed = keys;
        DtlsAssociation present = association;
        if (present == null || !present.fits(keys.theirs(), keys.client())) {
            keyed = false;
            begin(keys);
        }
    }

    private void begin(NegotiatedKeys.Dtls keys) {
        if (association != null) {
            association.close();
        }
        Voice its = new Voice();
        voice = its;
        DtlsAssociation made = new DtlsAssociation(identity, workers, keys.theirs(), keys.client(), its);
        association = made;
        made.start();
        for (byte[] datagram = early.poll(); datagram != null; datagram = early.poll()) {
            made.take(datagram, datagram.length);
        }
    }

    /** A datagram that is DTLS by its first octet. */
    void take(byte[] datagram, int length, InetSocketAddress source) {
        NegotiatedKeys.Dtls keys = agreed;
        DtlsAssociation present = association;
        if (keys == null || present == null) {
            if (early.size() < EARLY) {
                early.add(Arrays.copyOf(datagram, length));
                from = source;
            }
            return;
        }
        if (!present.over()) {
            from = source;
        } else if (!keys.client() && DtlsAssociation.isClientHello(datagram, length)) {
            from = source;
            begin(keys); // the peer began anew, or somebody says so: the keys in use stay until hands are shaken
            present = association;
        }
        if (present != null) {
            present.take(datagram, length);
        }
    }

    /** The session is on another loop now. */
    void moved(MediaLoop to) {
        loop = to;
    }

    void close() {
        if (association != null) {
            association.close();
        }
        early.clear();
        voice = null;
    }

    /** What one association brings, from its worker's thread to the loop; nothing once another has taken its place. */
    private final class Voice implements DtlsAssociation.Output {
        @Override
        public void send(byte[] datagram) {
            onLoop(() -> owner.sendDtls(datagram, from));
        }

        @Override
        public void onKeys(SrtpKeys theirs, SrtpKeys ours) {
            onLoop(() -> {
                keyed = true;
                owner.onKeys(theirs, ours, from);
            });
        }

        /** Anybody can send a ClientHello: a call that has its keys does not end by one that leads nowhere. */
        @Override
        public void onFailed(String why) {
            onLoop(() -> {
                if (!keyed) {
                    owner.onHandshakeFailed(why);
                }
            });
        }

        private void onLoop(Runnable task) {
            MediaLoop then = loop;
            then.post(() -> {
                if (then != loop) {
                    onLoop(task);
                } else if (voice == this) {
                    task.run();
                }
            });
        }
    }
}
