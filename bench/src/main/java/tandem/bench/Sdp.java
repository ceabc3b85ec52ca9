package tandem.bench;

import java.util.Base64;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import tandem.media.codec.EncoderSettings;

/** The session descriptions the generators write. */
final class Sdp {
    private static final Pattern OPUS = Pattern.compile("a=rtpmap:(\\d+) opus/48000/2", Pattern.CASE_INSENSITIVE);
    private static final Pattern CRYPTO =
            Pattern.compile("a=crypto:\\d+ AES_CM_128_HMAC_SHA1_80 inline:([A-Za-z0-9+/]{40})");
    private static final Pattern LEVEL =
            Pattern.compile("a=extmap:(\\d+)\\S* urn:ietf:params:rtp-hdrext:ssrc-audio-level");
    static final int OPUS_TYPE = 111;
    private static final int OPUS_BITRATE = 24_000;
    static final int LEVEL_ID = 1;

    private Sdp() {}

    private static String audio(int port, String profile, String formats, String... lines) {
        return "v=0\r\no=- 1 1 IN IP4 127.0.0.1\r\ns=-\r\nc=IN IP4 127.0.0.1\r\nt=0 0\r\nm=audio " + port + " "
                + profile + " " + formats + "\r\n" + String.join("\r\n", lines) + "\r\na=ptime:20\r\n";
    }

    /** G.711 mu-law alone. */
    static String pcmu(int port) {
        return audio(port, "RTP/AVP", "0", "a=rtpmap:0 PCMU/8000");
    }

    /** G.711 mu-law with telephone events, as every desk phone offers it. */
    static String deskPhone(int port) {
        return audio(port, "RTP/AVP", "0 101", "a=rtpmap:0 PCMU/8000", "a=rtpmap:101 telephone-event/8000");
    }

    /** G.711 mu-law for somebody who only listens. */
    static String listening(int port) {
        return audio(port, "RTP/AVP", "0", "a=rtpmap:0 PCMU/8000", "a=recvonly");
    }

    /** The master key and salt a description names for {@link Srtp}. */
    static byte[] key(String sdp) {
        Matcher crypto = CRYPTO.matcher(sdp);
        if (!crypto.find()) {
            throw new MeasureFailed("no key in the description: " + sdp);
        }
        return Base64.getDecoder().decode(crypto.group(1));
    }

    /** G.711 mu-law under SDES-SRTP. */
    static String secure(int port, byte[] key) {
        String crypto = "a=crypto:1 AES_CM_128_HMAC_SHA1_80 " + Srtp.inline(key);
        return audio(port, "RTP/SAVP", "0", "a=rtpmap:0 PCMU/8000", crypto);
    }

    /** Opus as {@link #opus} has it, with telephone events, as browsers and soft phones offer it. */
    static String softPhone(int port) {
        return opus(port, OPUS_TYPE).replaceFirst("RTP/AVP " + OPUS_TYPE, "RTP/AVP " + OPUS_TYPE + " 110")
                + "a=rtpmap:110 telephone-event/48000\r\n";
    }

    /** Opus with in-band FEC and levels (RFC 6464), under that payload type. */
    static String opus(int port, int type) {
        return audio(
                port,
                "RTP/AVP",
                Integer.toString(type),
                "a=rtpmap:" + type + " opus/48000/2",
                "a=fmtp:" + type + " minptime=20;useinbandfec=1;maxaveragebitrate=" + OPUS_BITRATE + ";usedtx=1",
                "a=extmap:" + LEVEL_ID + " urn:ietf:params:rtp-hdrext:ssrc-audio-level");
    }

    /** The payload type of Opus in a description. */
    static int opusType(String sdp) {
        Matcher opus = OPUS.matcher(sdp);
        if (!opus.find()) {
            throw new MeasureFailed("no Opus in the description: " + sdp);
        }
        return Integer.parseInt(opus.group(1));
    }

    /** What an encoder towards us is told: the complexity it always has, and of the description the bit rate we ask for and FEC. */
    static String opusTerms(String sdp) {
        return "complexity " + EncoderSettings.USUAL_COMPLEXITY + ", " + OPUS_BITRATE / 1000 + " kbit/s, FEC "
                + (sdp.contains("useinbandfec=1") ? "on" : "off");
    }

    /** The id levels may be sent under, as agreed; 0 for none. */
    static int levelId(String sdp) {
        Matcher level = LEVEL.matcher(sdp);
        return level.find() ? Integer.parseInt(level.group(1)) : 0;
    }
}
