package tandem.media.srtp;

import java.security.GeneralSecurityException;
import org.jitsi.srtp.SrtcpCryptoContext;
import org.jitsi.srtp.SrtpContextFactory;
import org.jitsi.srtp.SrtpCryptoContext;
import org.jitsi.srtp.SrtpErrorStatus;
import org.jitsi.srtp.SrtpPolicy;
import org.jitsi.srtp.crypto.Aes;
import org.jitsi.utils.logging2.Logger;
import org.jitsi.utils.logging2.LoggerImpl;
import org.jspecify.annotations.Nullable;
import tandem.media.SrtpSuite;

/**
 * One direction's keys at work: the cryptographic contexts of RFC 3711 section 3.2, of the stream heard or sent now. A new
 * SSRC gets a context of its own; the last two are kept.
 */
public final class SrtpOneWay implements AutoCloseable {
    /** What became of a packet. */
    public enum Verdict {
        OK,
        /** The tag does not fit: not from who holds the key, or damaged. */
        NOT_AUTHENTIC,
        /** Seen before, or too old to know. */
        REPLAYED,
        MALFORMED
    }

    private static final Logger LIBRARY_LOG = new LoggerImpl("tandem.media.srtp");
    private static final int RTP_HEADER = 12;
    private static final int RTCP_HEADER = 8;

    private final boolean sends;
    private final SrtpKeys keys;
    private final SrtpContextFactory factory;
    private final Octets octets = new Octets();
    private @Nullable Stream now;
    private @Nullable Stream before;

    /** The contexts of one SSRC. */
    private record Stream(int ssrc, SrtpCryptoContext rtp, SrtcpCryptoContext rtcp) {}

    static {
        Aes.setFactoryClassName(
                "org.jitsi.srtp.crypto.Aes$OpenSSLCipherFactory"); // once a process, before the first cipher
    }

    private SrtpOneWay(SrtpKeys keys, boolean sends) {
        this.keys = keys;
        this.sends = sends;
        SrtpPolicy rtp = policy(keys.suite(), keys.suite() == SrtpSuite.AES_CM_128_HMAC_SHA1_32 ? 4 : 10);
        SrtpPolicy rtcp = policy(keys.suite(), 10); // RFC 4568 section 6.2: SRTCP always has 80 bits
        this.factory = new SrtpContextFactory(sends, keys.key(), keys.salt(), rtp, rtcp, LIBRARY_LOG);
    }

    /** Protects what we send. */
    public static SrtpOneWay sending(SrtpKeys keys) {
        return new SrtpOneWay(keys, true);
    }

    /** Takes the protection off what we receive. */
    public static SrtpOneWay receiving(SrtpKeys keys) {
        return new SrtpOneWay(keys, false);
    }

    /** Protects a packet nobody gets: the first of a suite loads the cipher, which takes a while. Whether it worked. */
    public static boolean tried(SrtpSuite suite) {
        byte[] packet = new byte[RTP_HEADER + 64];
        packet[0] = (byte) 0x80;
        try (SrtpOneWay keys = sending(new SrtpKeys(suite, new byte[suite.keyLength() + suite.saltLength()]))) {
            return keys.protectRtp(packet, 0, RTP_HEADER) > 0;
        }
    }

    private static SrtpPolicy policy(SrtpSuite suite, int tag) {
        return switch (suite) {
            case AES_CM_128_HMAC_SHA1_32, AES_CM_128_HMAC_SHA1_80 ->
                new SrtpPolicy(
                        SrtpPolicy.AESCM_ENCRYPTION,
                        16,
                        SrtpPolicy.HMACSHA1_AUTHENTICATION,
                        20,
                        tag,
                        suite.saltLength());
            case AEAD_AES_128_GCM, AEAD_AES_256_GCM ->
                new SrtpPolicy(
                        SrtpPolicy.AESGCM_ENCRYPTION,
                        suite.keyLength(),
                        SrtpPolicy.NULL_AUTHENTICATION,
                        0,
                        16,
                        suite.saltLength());
        };
    }

    /**
     * Protects an RTP packet in place; the array has room for 20 octets behind it.
     *
     * @return its new length, or -1 when it could not be protected and must not be sent
     */
    public int protectRtp(byte[] packet, int offset, int length) {
        try {
            Stream stream = stream(int32(packet, offset + 8));
            SrtpErrorStatus status = stream.rtp.transformPacket(octets.wrap(packet, offset, length));
            return status == SrtpErrorStatus.OK ? octets.getLength() : -1;
        } catch (GeneralSecurityException e) {
            return -1;
        }
    }

    /** The same for RTCP, with room for 24 octets. */
    public int protectRtcp(byte[] packet, int length) {
        try {
            Stream stream = stream(int32(packet, 4));
            SrtpErrorStatus status = stream.rtcp.transformPacket(octets.wrap(packet, 0, length));
            return status == SrtpErrorStatus.OK ? octets.getLength() : -1;
        } catch (GeneralSecurityException e) {
            return -1;
        }
    }

    /** Checks and decrypts an RTP packet in place; {@link #length} is then its length. */
    public Verdict unprotectRtp(byte[] packet, int length) {
        if (length < RTP_HEADER) {
            return Verdict.MALFORMED;
        }
        try {
            int ssrc = int32(packet, 8);
            Stream stream = known(ssrc);
            Stream used = stream == null ? derive(ssrc) : stream;
            Verdict verdict = verdict(used.rtp.reverseTransformPacket(octets.wrap(packet, 0, length), false));
            if (stream == null) {
                keepIfGood(used, verdict);
            }
            return verdict;
        } catch (GeneralSecurityException e) {
            return Verdict.NOT_AUTHENTIC;
        }
    }

    /** The same for RTCP. */
    public Verdict unprotectRtcp(byte[] packet, int length) {
        if (length < RTCP_HEADER + 4) {
            return Verdict.MALFORMED;
        }
        try {
            int ssrc = int32(packet, 4);
            Stream stream = known(ssrc);
            Stream used = stream == null ? derive(ssrc) : stream;
            Verdict verdict = verdict(used.rtcp.reverseTransformPacket(octets.wrap(packet, 0, length)));
            if (stream == null) {
                keepIfGood(used, verdict);
            }
            return verdict;
        } catch (GeneralSecurityException e) {
            return Verdict.NOT_AUTHENTIC;
        }
    }

    /** Octets of the packet unprotected last. */
    public int length() {
        return octets.getLength();
    }

    /** Only who proved to hold the key may have a context here: forged SSRCs push nobody out. */
    private void keepIfGood(Stream stream, Verdict verdict) {
        if (verdict == Verdict.OK) {
            keep(stream);
        }
    }

    private static Verdict verdict(SrtpErrorStatus status) {
        return switch (status) {
            case OK -> Verdict.OK;
            case AUTH_FAIL -> Verdict.NOT_AUTHENTIC;
            case REPLAY_FAIL, REPLAY_OLD -> Verdict.REPLAYED;
            case FAIL, INVALID_PACKET -> Verdict.MALFORMED;
        };
    }

    private Stream stream(int ssrc) throws GeneralSecurityException {
        Stream stream = known(ssrc);
        if (stream == null) {
            stream = derive(ssrc);
            keep(stream);
        }
        return stream;
    }

    private @Nullable Stream known(int ssrc) {
        if (now != null && now.ssrc == ssrc) {
            return now;
        }
        return before != null && before.ssrc == ssrc ? before : null;
    }

    private Stream derive(int ssrc) throws GeneralSecurityException {
        return new Stream(ssrc, factory.deriveContext(ssrc, 0), factory.deriveControlContext(ssrc));
    }

    private void keep(Stream stream) {
        before = now;
        now = stream;
    }

    private static int int32(byte[] b, int at) {
        return b[at] << 24 | (b[at + 1] & 0xFF) << 16 | (b[at + 2] & 0xFF) << 8 | (b[at + 3] & 0xFF);
    }

    /** The keys at work. */
    public SrtpKeys keys() {
        return keys;
    }

    /** Forgets the keys; the native memory of the contexts goes with them (the library's cleaners). */
    @Override
    public void close() {
        now = null;
        before = null;
        factory.close();
    }

    @Override
    public String toString() {
        return (sends ? "Protect(" : "Unprotect(") + keys.suite() + ')';
    }
}
