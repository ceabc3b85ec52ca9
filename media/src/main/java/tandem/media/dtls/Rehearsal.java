package tandem.media.dtls;

import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import tandem.media.srtp.SrtpKeys;

/**
 * One handshake with ourselves, before there is anybody to shake hands with: what a first one loads and computes takes a second of a
 * cold machine, and the first browser would wait for it.
 */
public final class Rehearsal {
    private Rehearsal() {}

    /** Shakes hands on two of the workers, and returns at once. */
    public static void begin(DtlsIdentity identity, DtlsWorkers workers) {
        AtomicReference<DtlsAssociation> server = new AtomicReference<>();
        AtomicReference<DtlsAssociation> client = new AtomicReference<>();
        server.set(new DtlsAssociation(
                identity,
                workers,
                List.of(identity.fingerprint()),
                /* client= */ false,
                /* stranger= */ false,
                new Crossed(client, server)));
        client.set(new DtlsAssociation(
                identity,
                workers,
                List.of(identity.fingerprint()),
                /* client= */ true,
                /* stranger= */ false,
                new Crossed(server, client)));
        client.get().start();
    }

    /** What comes out of one side goes into the other; a side that is done closes itself. */
    private record Crossed(AtomicReference<DtlsAssociation> other, AtomicReference<DtlsAssociation> own)
            implements DtlsAssociation.Output {
        @Override
        public void send(byte[] datagram) {
            other.get().take(datagram, datagram.length);
        }

        @Override
        public void onKeys(SrtpKeys theirs, SrtpKeys ours) {
            own.get().close();
        }

        @Override
        public void onFailed(String why) {
            other.get().close();
        }
    }
}
