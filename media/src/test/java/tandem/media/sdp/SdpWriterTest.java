package tandem.media.sdp;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Random;
import org.junit.jupiter.api.Test;
import tandem.media.Codec;
import tandem.media.CodecParams;
import tandem.media.CodecParams.OpusParams;
import tandem.media.Direction;
import tandem.media.MediaDescription;
import tandem.media.SrtpSuite;
import tandem.media.StreamDescription;
import tandem.media.StreamDescription.Kind;
import tandem.media.StreamDescription.Line;
import tandem.media.Transport;
import tandem.media.Transport.Crypto;
import tandem.media.Transport.Dtls;
import tandem.media.Transport.Fingerprint;
import tandem.media.Transport.Sdes;
import tandem.media.Transport.Setup;

class SdpWriterTest {
    private static final InetAddress OURS = InetAddress.ofLiteral("192.0.2.10");

    @Test
    void writesEveryLineInTheOrderOfRfc8866() {
        StreamDescription audio = new StreamDescription(
                Kind.AUDIO,
                Direction.SENDONLY,
                Optional.of(new InetSocketAddress(InetAddress.ofLiteral("2001:db8::1"), 5000)),
                Optional.of(new InetSocketAddress(InetAddress.ofLiteral("2001:db8::1"), 6000)),
                false,
                new Sdes(List.of(new Crypto(1, SrtpSuite.AES_CM_128_HMAC_SHA1_80, new byte[30]))),
                List.of(
                        new Codec(96, "OPUS", 48_000, 2, OpusParams.UNSAID),
                        new Codec(101, "TELEPHONE-EVENT", 8_000, 1, new CodecParams.TelephoneEventParams("0-15"))),
                OptionalInt.of(20),
                OptionalInt.of(60),
                Map.of(2, "urn:b", 1, "urn:a"),
                new Line("audio", "RTP/SAVP", List.of(), Optional.of("x"), false),
                Optional.empty());
        MediaDescription description = new MediaDescription(List.of(audio, audio.refuse()));
        assertEquals("""
                v=0
                o=- 7 1 IN IP4 192.0.2.10
                s=-
                c=IN IP6 2001:db8::1
                t=0 0
                m=audio 5000 RTP/SAVP 96 101
                a=rtpmap:96 opus/48000/2
                a=rtpmap:101 telephone-event/8000
                a=fmtp:101 0-15
                a=ptime:20
                a=maxptime:60
                a=rtcp:6000 IN IP6 2001:db8::1
                a=crypto:1 AES_CM_128_HMAC_SHA1_80 inline:AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA
                a=extmap:1 urn:a
                a=extmap:2 urn:b
                a=sendonly
                a=mid:x
                m=audio 0 RTP/SAVP 96 101
                a=mid:x
                """.replace("\n", "\r\n"), SdpWriter.write(description, SdpOrigin.of(7, OURS)));
    }

    @Test
    void raisesTheVersionWhenTheDescriptionChangesAndOnlyThen() {
        LocalSdp local = new LocalSdp(-1, OURS);
        Generator generator = new Generator(1);
        MediaDescription one = generator.description();
        MediaDescription two = generator.description();
        String session = "o=- " + Long.MAX_VALUE;
        assertTrue(local.write(one).contains(session + " 1 IN IP4 192.0.2.10\r\n"));
        assertTrue(local.write(one).contains(session + " 1 IN IP4 192.0.2.10\r\n"));
        assertTrue(local.write(two).contains(session + " 2 IN IP4 192.0.2.10\r\n"));
        assertTrue(local.write(one).contains(session + " 3 IN IP4 192.0.2.10\r\n"));
    }

    @Test
    void whatIsWrittenIsReadAsTheSame() {
        for (int seed = 0; seed < 2_000; seed++) {
            MediaDescription description = new Generator(seed).description();
            String text = SdpWriter.write(description, SdpOrigin.of(seed, OURS));
            switch (SdpReader.read(text)) {
                case Sdp sdp -> {
                    assertEquals(description, sdp.description(), () -> text);
                    assertEquals(
                            Optional.of(SdpOrigin.of(
                                    sdp.origin()
                                            .map(o -> Long.parseLong(o.sessionId()))
                                            .orElseThrow(),
                                    OURS)),
                            sdp.origin());
                }
                case SdpRefusal refusal -> throw new AssertionError(refusal + " in seed " + seed + "\n" + text);
            }
        }
    }

    /** Descriptions as a negotiation makes them, from a seed. */
    private static final class Generator {
        private static final List<String> NAMES = List.of("PCMU", "PCMA", "G722", "ILBC", "H264", "CN");
        private final Random random;

        Generator(int seed) {
            this.random = new Random(seed);
        }

        MediaDescription description() {
            List<StreamDescription> streams = new ArrayList<>();
            int count = 1 + random.nextInt(6);
            for (int i = 0; i < count; i++) {
                streams.add(stream());
            }
            return new MediaDescription(streams);
        }

        private StreamDescription stream() {
            return switch (random.nextInt(4)) {
                case 0 -> rtp(Kind.AUDIO, "audio");
                case 1 -> rtp(Kind.VIDEO, "video");
                case 2 -> other();
                default -> other().refuse();
            };
        }

        private StreamDescription other() {
            return new StreamDescription(
                    Kind.OTHER,
                    direction(),
                    Optional.of(address()),
                    Optional.empty(),
                    false,
                    Transport.PLAIN,
                    List.of(),
                    OptionalInt.empty(),
                    OptionalInt.empty(),
                    Map.of(),
                    new Line("application", "TCP/MRCPv2", List.of("1"), mid(), false),
                    Optional.empty());
        }

        private StreamDescription rtp(Kind kind, String media) {
            InetSocketAddress rtp = address();
            boolean mux = random.nextBoolean();
            Optional<InetSocketAddress> rtcp = random.nextBoolean()
                    ? Optional.of(new InetSocketAddress(InetAddress.ofLiteral("203.0.113.77"), 2 + random.nextInt(900)))
                    : Optional.empty();
            String profile = random.nextBoolean() ? "RTP/AVP" : "RTP/SAVPF";
            return new StreamDescription(
                    kind,
                    direction(),
                    Optional.of(rtp),
                    mux ? Optional.empty() : rtcp,
                    mux,
                    transport(),
                    codecs(),
                    random.nextBoolean() ? OptionalInt.of(10 * (1 + random.nextInt(6))) : OptionalInt.empty(),
                    random.nextBoolean() ? OptionalInt.of(60) : OptionalInt.empty(),
                    random.nextBoolean() ? Map.of(1 + random.nextInt(14), "urn:x") : Map.of(),
                    new Line(media, profile, List.of(), mid(), false),
                    Optional.empty());
        }

        private Direction direction() {
            return List.of(Direction.values()).get(random.nextInt(4));
        }

        private Optional<String> mid() {
            return random.nextBoolean() ? Optional.of("m" + random.nextInt(9)) : Optional.empty();
        }

        private InetSocketAddress address() {
            int port = 2 + random.nextInt(65_000);
            return switch (random.nextInt(3)) {
                case 0 -> new InetSocketAddress(InetAddress.ofLiteral("198.51.100." + random.nextInt(255)), port);
                case 1 -> new InetSocketAddress(InetAddress.ofLiteral("2001:db8::" + (1 + random.nextInt(99))), port);
                default -> InetSocketAddress.createUnresolved("media" + random.nextInt(9) + ".example.com", port);
            };
        }

        private List<Codec> codecs() {
            Map<Integer, Codec> codecs = new LinkedHashMap<>();
            int count = 1 + random.nextInt(8);
            for (int i = 0; i < count; i++) {
                int payloadType = random.nextInt(128);
                codecs.put(payloadType, codec(payloadType));
            }
            return List.copyOf(codecs.values());
        }

        private Codec codec(int payloadType) {
            return switch (random.nextInt(3)) {
                case 0 -> new Codec(payloadType, "OPUS", 48_000, 2, opus());
                case 1 ->
                    new Codec(
                            payloadType,
                            "TELEPHONE-EVENT",
                            random.nextBoolean() ? 8_000 : 48_000,
                            1,
                            new CodecParams.TelephoneEventParams("0-16"));
                default ->
                    new Codec(
                            payloadType,
                            NAMES.get(random.nextInt(NAMES.size())),
                            8_000,
                            1 + random.nextInt(2),
                            random.nextBoolean() ? CodecParams.NONE : new CodecParams.Raw("a=b;c=d e"));
            };
        }

        private OpusParams opus() {
            return new OpusParams(
                    random.nextBoolean() ? 48_000 : 16_000,
                    random.nextBoolean() ? OptionalInt.of(6_000 + random.nextInt(500_000)) : OptionalInt.empty(),
                    random.nextBoolean(),
                    random.nextBoolean(),
                    random.nextBoolean(),
                    random.nextBoolean());
        }

        private Transport transport() {
            return switch (random.nextInt(4)) {
                case 0 -> Transport.PLAIN;
                case 1 -> sdes();
                case 2 -> dtls();
                default -> new Transport.Either(sdes(), dtls());
            };
        }

        private Sdes sdes() {
            List<Crypto> cryptos = new ArrayList<>();
            for (SrtpSuite suite : SrtpSuite.values()) {
                byte[] key = new byte[suite.keyLength() + suite.saltLength()];
                random.nextBytes(key);
                cryptos.add(new Crypto(1 + random.nextInt(99), suite, key));
            }
            return new Sdes(cryptos.subList(0, 1 + random.nextInt(4)));
        }

        private Dtls dtls() {
            byte[] hash = new byte[32];
            random.nextBytes(hash);
            String value = HexFormat.ofDelimiter(":").withUpperCase().formatHex(hash);
            return new Dtls(
                    List.of(new Fingerprint("sha-256", value)),
                    List.of(Setup.values()).get(random.nextInt(3)));
        }
    }
}
