package tandem.media.desk;

import java.net.InetSocketAddress;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tandem.media.NegotiatedKeys;
import tandem.media.dtls.DtlsAssociation;
import tandem.media.dtls.DtlsIdentity;
import tandem.media.dtls.DtlsWorkers;
import tandem.media.srtp.SrtpKeys;

/**
 * DTLS of one session: starts an association when one is agreed, hands it what arrives, and brings its results back to the
 * loop. What the peer sends before its description is known waits here, a few datagrams of it.
 *
 * <p>Anybody can send a ClientHello. So each address that does shakes hands for itself, the one that ends with the agreed
 * certificate wins, and a call fails only by what came from where its peer described itself. Who is not known to be the peer,
 * which one behind NAT is not at first, gets few handshakes at a time and none once there are keys. Cookies (RFC 6347 section
 * 4.2.1) are not asked for: a browser's hello spans several datagrams, and the library checks a cookie in a whole one only.
 */
final class DtlsLeg {
    private static final Logger log = LoggerFactory.getLogger(DtlsLeg.class);
    private static final int EARLY = 6;
    private static final int STRANGERS = 2; // who may shake hands at a time beside the described address

    private final DtlsIdentity identity;
    private final DtlsWorkers workers;
    private final Owner owner;
    private final ArrayDeque<Early> early = new ArrayDeque<>();
    private final List<Handshake> underWay = new ArrayList<>();
    private volatile MediaLoop loop; // read by workers that post back; written on the loop itself
    private @Nullable Handshake done; // whose keys are in use
    private NegotiatedKeys.@Nullable Dtls agreed;

    /** The session's path, on its loop. */
    interface Owner {
        /** Sends a DTLS datagram there, or where packets go when there is no other place. */
        void sendDtls(byte[] datagram, @Nullable InetSocketAddress to);

        /** Whether that is where the peer described itself to be, or where its packets come from. */
        boolean isPeer(InetSocketAddress from);

        void onKeys(SrtpKeys theirs, SrtpKeys ours, @Nullable InetSocketAddress from);

        void onHandshakeFailed(String why);
    }

    /** Came before there was an agreement. */
    @SuppressWarnings("ArrayRecordComponent") // one datagram's own copy, compared with nothing
    private record Early(byte[] datagram, InetSocketAddress from) {}

    DtlsLeg(DtlsIdentity identity, DtlsWorkers workers, MediaLoop loop, Owner owner) {
        this.identity = identity;
        this.workers = workers;
        this.loop = loop;
        this.owner = owner;
    }

    /** Agreed; the same peer in the same role keeps the association it has (RFC 5763 section 5). */
    void agree(NegotiatedKeys.Dtls keys) {
        if (keys.equals(agreed)) {
            return;
        }
        agreed = keys;
        closeAll();
        if (keys.client()) {
            Handshake ours = new Handshake(keys, null, false);
            underWay.add(ours);
            ours.association.start();
        }
        for (Early one = early.poll(); one != null; one = early.poll()) {
            take(one.datagram, one.datagram.length, one.from);
        }
    }

    private void closeAll() {
        underWay.forEach(h -> h.association.close());
        underWay.clear();
        if (done != null) {
            done.association.close();
            done = null;
        }
    }

    /** A datagram that is DTLS by its first octet. */
    void take(byte[] datagram, int length, InetSocketAddress source) {
        NegotiatedKeys.Dtls keys = agreed;
        if (keys == null) {
            if (early.size() < EARLY) {
                early.add(new Early(Arrays.copyOf(datagram, length), source));
            }
        } else if (keys.client()) {
            answerToUs(datagram, length, source);
        } else {
            toServer(keys, datagram, length, source);
        }
    }

    /** We said hello there: nobody else can answer. */
    private void answerToUs(byte[] datagram, int length, InetSocketAddress source) {
        Handshake ours = underWay.isEmpty() ? done : underWay.getFirst();
        if (ours != null && (owner.isPeer(source) || source.equals(ours.from))) {
            ours.from = source;
            ours.association.take(datagram, length);
        }
    }

    private void toServer(NegotiatedKeys.Dtls keys, byte[] datagram, int length, InetSocketAddress source) {
        Handshake present = underWay(source);
        boolean ofPeer = owner.isPeer(source) || (done != null && source.equals(done.from));
        boolean hello = DtlsAssociation.isClientHello(datagram, length);
        if (present != null) {
            present.association.take(datagram, length);
        } else if (!hello && done != null && ofPeer) {
            done.association.take(datagram, length); // our last flight was lost
        } else if (hello && (ofPeer || (done == null && underWay.size() < STRANGERS))) {
            Handshake begun = new Handshake(keys, source, !ofPeer);
            if (begun.association.take(datagram, length)) {
                underWay.add(begun);
            }
        }
    }

    private @Nullable Handshake underWay(InetSocketAddress source) { // null: nobody there shakes hands with us
        for (Handshake one : underWay) {
            if (source.equals(one.from) && !one.association.over()) {
                return one;
            }
        }
        return null;
    }

    /** DTLS is agreed on no more. */
    void forget() {
        agreed = null;
        close();
    }

    /** The session is on another loop now. */
    void moved(MediaLoop to) {
        loop = to;
    }

    void close() {
        closeAll();
        early.clear();
    }

    /** One association, and what it brings from its worker's thread to the loop; nothing once another has taken its place. */
    private final class Handshake implements DtlsAssociation.Output {
        private final DtlsAssociation association;
        private final boolean client;
        private @Nullable InetSocketAddress from; // none before an answer to our hello

        Handshake(NegotiatedKeys.Dtls keys, @Nullable InetSocketAddress from, boolean stranger) {
            this.association = new DtlsAssociation(identity, workers, keys.theirs(), keys.client(), stranger, this);
            this.client = keys.client();
            this.from = from;
        }

        @Override
        public void send(byte[] datagram) {
            onLoop(() -> owner.sendDtls(datagram, from));
        }

        @Override
        public void onKeys(SrtpKeys theirs, SrtpKeys ours) {
            onLoop(() -> {
                underWay.remove(this);
                closeAll();
                done = this;
                owner.onKeys(theirs, ours, from);
            });
        }

        /** A call that has its keys does not end by a hello that leads nowhere, nor does any by a stranger's. */
        @Override
        public void onFailed(String why) {
            onLoop(() -> {
                underWay.remove(this);
                InetSocketAddress source = from;
                boolean ofPeer = client || (source != null && owner.isPeer(source));
                if (done == null && ofPeer) {
                    owner.onHandshakeFailed(why);
                } else {
                    log.debug("a handshake with {} led nowhere: {}", source, why);
                }
            });
        }

        private void onLoop(Runnable task) {
            MediaLoop then = loop;
            then.post(() -> {
                if (then != loop) {
                    onLoop(task);
                } else if (done == this || underWay.contains(this)) {
                    task.run();
                }
            });
        }
    }
}
