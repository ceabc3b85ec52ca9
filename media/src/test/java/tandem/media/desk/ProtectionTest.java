package tandem.media.desk;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tandem.media.NegotiatedKeys;
import tandem.media.SrtpSuite;
import tandem.media.Transport.Crypto;
import tandem.media.rtp.Inbound;
import tandem.media.rtp.RtpPacket;
import tandem.media.srtp.SrtpKeys;
import tandem.media.srtp.SrtpOneWay;
import tandem.media.srtp.SrtpOneWay.Verdict;

/** Keys that change, rest and come back. */
class ProtectionTest {
    private static final SrtpSuite SUITE = SrtpSuite.AES_CM_128_HMAC_SHA1_80;

    private static final long SECOND_NS = 1_000_000_000L;

    private final Protection protection = new Protection();

    @AfterEach
    void close() {
        protection.close();
    }

    private static Crypto crypto(int seed) {
        byte[] key = new byte[SUITE.keyLength() + SUITE.saltLength()];
        Arrays.fill(key, (byte) seed);
        return new Crypto(1, SUITE, key);
    }

    private static NegotiatedKeys.Sdes agreed(int ours, int theirs) {
        return new NegotiatedKeys.Sdes(SUITE, crypto(ours), crypto(theirs));
    }

    private static SrtpKeys keys(int seed) {
        return new SrtpKeys(SUITE, crypto(seed).key());
    }

    private static byte[] packet(int sequence) {
        byte[] room = new byte[300];
        RtpPacket packet = new RtpPacket();
        packet.write(room, 0, false, 160);
        packet.sequence(sequence);
        packet.timestamp(160 * sequence);
        packet.ssrc(0xCAFE);
        return room;
    }

    private Verdict sentTo(SrtpOneWay peer, int sequence) {
        byte[] packet = packet(sequence);
        int length = protection.protect(packet, 0, 172);
        return peer.unprotectRtp(packet, length);
    }

    /** The peer counts how often the sequence number went round; so must we, through the time without these keys. */
    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void goesOnCountingWhenKeysComeBack(boolean plainBetween) {
        protection.keys(agreed(1, 2));
        try (SrtpOneWay peer = SrtpOneWay.receiving(keys(1))) {
            for (int sequence = 65_530; sequence < 65_540; sequence++) {
                assertEquals(Verdict.OK, sentTo(peer, sequence & 0xFFFF));
            }
            if (plainBetween) {
                protection.none();
                assertTrue(protection.ready());
                assertEquals(172, protection.protect(packet(4), 0, 172));
            } else {
                protection.keys(agreed(3, 2));
            }
            protection.keys(agreed(1, 2));
            assertEquals(Verdict.OK, sentTo(peer, 5));
        }
    }

    private Verdict received(SrtpOneWay peer, int sequence, long nowNs) {
        PathCounters counters = new PathCounters();
        List<Inbound> heard = new ArrayList<>();
        Inbound in = new Inbound();
        in.bytes = packet(sequence);
        in.length = peer.protectRtp(in.bytes, 0, 172);
        in.nowNs = nowNs;
        in.packet.wrap(in.bytes, in.length);
        protection.unprotect(counters, heard::add).take(in); // built anew, as by a re-offer in between
        return heard.isEmpty() ? Verdict.NOT_AUTHENTIC : Verdict.OK;
    }

    @Test
    void opensPacketsUnderTheKeysBeforeForTwoSecondsWhateverIsNegotiatedMeanwhile() {
        protection.keys(agreed(1, 2));
        try (SrtpOneWay before = SrtpOneWay.sending(keys(2));
                SrtpOneWay after = SrtpOneWay.sending(keys(4))) {
            assertEquals(Verdict.OK, received(before, 1, 0));
            protection.keys(agreed(1, 4));
            assertEquals(Verdict.OK, received(before, 2, SECOND_NS));
            assertEquals(Verdict.OK, received(after, 3, 2 * SECOND_NS));
            protection.keys(agreed(1, 4));
            assertEquals(Verdict.OK, received(before, 4, 3 * SECOND_NS));
            assertEquals(Verdict.OK, received(after, 5, 5 * SECOND_NS));
            assertEquals(Verdict.NOT_AUTHENTIC, received(before, 6, 5 * SECOND_NS));
            assertEquals(Verdict.OK, received(after, 7, 6 * SECOND_NS));
        }
    }

    @Test
    void usesNothingOfBeforeForOtherKeys() {
        protection.keys(agreed(1, 2));
        protection.none();
        protection.keys(agreed(3, 4));
        try (SrtpOneWay peer = SrtpOneWay.receiving(keys(3))) {
            assertEquals(Verdict.OK, sentTo(peer, 5));
        }
    }
}
