package tandem.media.desk;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.InetSocketAddress;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import tandem.media.AudioCodec;
import tandem.media.Direction;
import tandem.media.MediaDescription;
import tandem.media.MediaSession;
import tandem.media.MediaTerms;
import tandem.media.SrtpSuite;
import tandem.media.StreamDescription;
import tandem.media.Transport;

/** A phone in the clear, our desk, and another desk that echoes: what is between the desks is protected. */
class SecureTest {
    private static final byte[] HELLO = "hello, this is 20ms ".repeat(8).getBytes(StandardCharsets.US_ASCII);
    private static final MediaTerms SECURE =
            new MediaTerms(List.of(AudioCodec.PCMU), Direction.SENDRECV, MediaTerms.Srtp.REQUIRE);

    private DeskFixture near;
    private DeskFixture far;
    private TestPhone ann;
    private final DeskFixture.Facts facts = new DeskFixture.Facts();

    @BeforeEach
    void open() throws Exception {
        near = new DeskFixture();
        far = new DeskFixture();
        ann = new TestPhone(0x0A0A0A0A);
    }

    @AfterEach
    void close() {
        ann.close();
        near.close();
        far.close();
    }

    private static MediaDescription with(MediaDescription description, UnaryOperator<Transport> change, boolean mux) {
        StreamDescription s = description.streams().getFirst();
        return new MediaDescription(List.of(new StreamDescription(
                s.kind(),
                s.direction(),
                s.rtp(),
                s.rtcp(),
                mux,
                change.apply(s.transport()),
                s.codecs(),
                s.ptimeMs(),
                s.maxPtimeMs(),
                s.extensions(),
                s.line(),
                Optional.empty())));
    }

    /** Negotiates between the desks, the offer changed on its way; the session of the near one and what it answered. */
    private MediaSession call(MediaSession a, MediaSession b, UnaryOperator<Transport> change) {
        return call(a, b, change, true);
    }

    private MediaSession call(MediaSession a, MediaSession b, UnaryOperator<Transport> change, boolean mux) {
        MediaDescription offer = with(near.on(() -> a.offer(SECURE)), change, mux);
        MediaDescription answer = far.on(() -> b.answer(offer, SECURE).orElseThrow());
        assertTrue(near.on(() -> a.accept(answer)));
        near.settle();
        far.settle();
        return a;
    }

    private static List<String> counted(DeskFixture desk) {
        return desk.desk.loops().stream()
                .flatMap(loop -> loop.paths().stream())
                .map(MediaPath::counted)
                .toList();
    }

    private byte[] sayUntilHeard(InetSocketAddress to) throws Exception {
        return sayUntilHeard(to, 100);
    }

    private byte[] sayUntilHeard(InetSocketAddress to, int tries) throws Exception {
        ann.socket.setSoTimeout(50);
        for (int i = 0; i < tries; i++) {
            ann.say(0, HELLO, to);
            try {
                return ann.hear();
            } catch (SocketTimeoutException notYet) {
                // hands are being shaken
            }
        }
        throw new AssertionError("nothing came back; " + facts.all + counted(near) + counted(far));
    }

    private InetSocketAddress plainLegOf(MediaSession secured) {
        MediaSession plain = near.open(facts);
        InetSocketAddress forAnn = DeskFixture.rtp(near.answer(plain, ann.describe(TestPhone.PCMU)));
        near.run(() -> plain.connect(secured));
        return forAnn;
    }

    @ParameterizedTest
    @EnumSource(SrtpSuite.class)
    void protectsBySdes(SrtpSuite suite) throws Exception {
        MediaSession a = near.open(facts);
        MediaSession b = far.open(facts);
        call(
                a,
                b,
                t -> new Transport.Sdes(((Transport.Either) t)
                        .sdes().cryptos().stream()
                                .filter(c -> c.suite() == suite)
                                .toList()));
        far.run(b::echo);
        assertArrayEquals(HELLO, TestPhone.payload(sayUntilHeard(plainLegOf(a))));
    }

    @Test
    void protectsByDtls() throws Exception {
        MediaSession a = near.open(facts);
        MediaSession b = far.open(facts);
        call(a, b, t -> ((Transport.Either) t).dtls());
        far.run(b::echo);
        assertArrayEquals(HELLO, TestPhone.payload(sayUntilHeard(plainLegOf(a))));
        assertEquals(List.of(), List.copyOf(facts.all));
    }

    /** The keys of the first time are gone; whoever opened the association then has to do so again. */
    @Test
    void shakesHandsAnewWhenThePeerComesBackFromTheClear() throws Exception {
        UnaryOperator<Transport> passive =
                t -> new Transport.Dtls(((Transport.Either) t).dtls().fingerprints(), Transport.Setup.PASSIVE);
        MediaSession a = near.open(facts);
        MediaSession b = far.open(facts);
        call(a, b, passive);
        far.run(b::echo);
        assertArrayEquals(HELLO, TestPhone.payload(sayUntilHeard(plainLegOf(a))));
        far.answer(b, ann.describe(TestPhone.PCMU));
        near.run(a::close);
        ann.hearAll(200); // what was still on its way
        MediaSession again = near.open(facts); // of the same certificate
        call(again, b, passive);
        assertArrayEquals(HELLO, TestPhone.payload(sayUntilHeard(plainLegOf(again))));
    }

    @Test
    void shakesHandsForRtcpToWhereItHasAPortOfItsOwn() throws Exception {
        MediaSession a = near.open(facts);
        MediaSession b = far.open(facts);
        call(a, b, t -> ((Transport.Either) t).dtls(), false);
        far.run(b::echo);
        assertArrayEquals(HELLO, TestPhone.payload(sayUntilHeard(plainLegOf(a))));
        for (int i = 0; i < 100 && !(rtcpReady(near) && rtcpReady(far)); i++) {
            ann.hearAll(20);
        }
        assertTrue(rtcpReady(near) && rtcpReady(far), () -> counted(near) + " " + counted(far));
    }

    private static boolean rtcpReady(DeskFixture desk) {
        return counted(desk).stream().allMatch(session -> session.contains("RTCP true"));
    }

    /** A key pressed in the clear before the answer counts only where the answer may still be plain. */
    @ParameterizedTest
    @EnumSource(
            value = MediaTerms.Srtp.class,
            names = {"OFFER", "REQUIRE"})
    void believesPlainPacketsBeforeTheAnswerOnlyWhereItMayBePlain(MediaTerms.Srtp policy) throws Exception {
        MediaSession a = near.open(facts);
        MediaTerms terms = new MediaTerms(List.of(AudioCodec.PCMU), Direction.SENDRECV, policy);
        MediaDescription offer = near.on(() -> a.offer(terms));
        near.settle();
        int events = offer.audio().orElseThrow().codecs().stream()
                .filter(c -> c.name().equals("TELEPHONE-EVENT"))
                .findFirst()
                .orElseThrow()
                .payloadType();
        ann.say(events, new byte[] {5, (byte) 0x8A, 1, (byte) 0x40}, DeskFixture.rtp(offer));
        String told = String.valueOf(facts.all.poll(500, TimeUnit.MILLISECONDS));
        assertEquals(policy == MediaTerms.Srtp.OFFER ? "digit 5" : "null", told);
        assertTrue(counted(near).getFirst().contains((policy == MediaTerms.Srtp.OFFER ? 0 : 1) + " before the keys"));
    }

    private static byte[] senselessHello() {
        byte[] hello = new byte[60];
        hello[0] = 22; // a handshake record of epoch 0
        hello[1] = (byte) 0xFE;
        hello[2] = (byte) 0xFD;
        hello[12] = 47;
        hello[13] = 1; // with a ClientHello that makes no sense
        return hello;
    }

    /** Anybody can send one: what is agreed stays. */
    @Test
    void outlivesAStrangersClientHello() throws Exception {
        MediaSession a = near.open(facts);
        MediaSession b = far.open(facts);
        call(a, b, t -> ((Transport.Either) t).dtls());
        far.run(b::echo);
        InetSocketAddress forAnn = plainLegOf(a);
        sayUntilHeard(forAnn);
        InetSocketAddress secured = DeskFixture.rtp(far.on(b::local));
        InetSocketAddress other = DeskFixture.rtp(near.on(a::local));
        ann.send(senselessHello(), secured);
        ann.send(senselessHello(), other);
        ann.hearAll(300);
        assertArrayEquals(HELLO, TestPhone.payload(sayUntilHeard(forAnn)));
        assertEquals(List.of(), List.copyOf(facts.all));
    }

    /** A hello whose other half never comes: whoever takes it waits for that. */
    private static byte[] halfAHello() {
        byte[] hello = senselessHello();
        hello[16] = 70; // of its octets only 35 are here
        hello[24] = 35;
        return hello;
    }

    /** Five seconds each of them could hold a worker. */
    @Test
    void hasWorkersForThePeerWhileStrangersSayHalfAHelloToManyCalls() throws Exception {
        Transport active = new Transport.Dtls(
                List.of(new Transport.Fingerprint("sha-256", "00:11".repeat(8) + ":22".repeat(16))),
                Transport.Setup.ACTIVE);
        try (TestPhone one = new TestPhone(1);
                TestPhone other = new TestPhone(2)) {
            for (int i = 0; i < 12; i++) {
                MediaSession attacked = far.open(new DeskFixture.Facts());
                MediaDescription ours = far.answer(attacked, ann.describe(Direction.SENDRECV, active, TestPhone.PCMU));
                one.send(halfAHello(), DeskFixture.rtp(ours));
                other.send(halfAHello(), DeskFixture.rtp(ours));
            }
            MediaSession a = near.open(facts);
            MediaSession b = far.open(facts);
            call(a, b, t -> ((Transport.Either) t).dtls());
            far.run(b::echo);
            assertArrayEquals(HELLO, TestPhone.payload(sayUntilHeard(plainLegOf(a), 40)));
        }
    }

    /** One who is not the peer and shows another certificate would be told so, were he listened to. */
    @Test
    void listensToNoStrangersHelloOnceThereAreKeys() throws Exception {
        try (DeskFixture evil = new DeskFixture()) {
            MediaSession a = near.open(facts);
            MediaSession b = far.open(facts);
            call(a, b, t -> ((Transport.Either) t).dtls());
            far.run(b::echo);
            sayUntilHeard(plainLegOf(a));
            DeskFixture.Facts told = new DeskFixture.Facts();
            MediaSession e = evil.open(told);
            evil.on(() -> e.offer(SECURE));
            MediaDescription answer = far.on(b::local);
            assertTrue(evil.on(() -> e.accept(answer)));
            assertEquals("null", String.valueOf(told.all.poll(1, TimeUnit.SECONDS)));
        }
    }

    /** Whoever says hello first, with or without sense: the peer that was agreed on gets the call. */
    @Test
    void shakesHandsWithThePeerWhenStrangersSayHelloFirst() throws Exception {
        try (DeskFixture evil = new DeskFixture()) {
            MediaSession a = near.open(facts);
            MediaSession b = far.open(facts);
            MediaSession e = evil.open(new DeskFixture.Facts());
            MediaDescription offer = with(near.on(() -> a.offer(SECURE)), t -> ((Transport.Either) t).dtls(), true);
            MediaDescription answer = far.on(() -> b.answer(offer, SECURE).orElseThrow());
            far.settle();
            ann.send(senselessHello(), DeskFixture.rtp(answer));
            evil.on(() -> e.offer(SECURE));
            assertTrue(evil.on(() -> e.accept(answer))); // a handshake as good as any, with another certificate
            ann.hearAll(300);
            assertTrue(near.on(() -> a.accept(answer)));
            far.run(b::echo);
            assertArrayEquals(HELLO, TestPhone.payload(sayUntilHeard(plainLegOf(a))));
            assertEquals(List.of(), List.copyOf(facts.all));
        }
    }

    @Test
    void takesNoStrangersAnswerToItsHello() throws Exception {
        MediaSession a = near.open(facts);
        near.on(() -> a.offer(SECURE));
        Transport passive = new Transport.Dtls(
                List.of(new Transport.Fingerprint("sha-256", "00:11".repeat(8) + ":22".repeat(16))),
                Transport.Setup.PASSIVE);
        MediaDescription answer = ann.describe(Direction.SENDRECV, passive, TestPhone.PCMU);
        assertTrue(near.on(() -> a.accept(answer)));
        assertEquals(22, ann.hear()[0], "our hello");
        try (TestPhone stranger = new TestPhone(1)) {
            byte[] fatal = {21, (byte) 0xFE, (byte) 0xFD, 0, 0, 0, 0, 0, 0, 0, 0, 0, 2, 2, 40};
            stranger.send(fatal, DeskFixture.rtp(near.on(a::local)));
            assertEquals("null", String.valueOf(facts.all.poll(500, TimeUnit.MILLISECONDS)));
            ann.send(fatal, DeskFixture.rtp(near.on(a::local)));
            assertTrue(facts.next().startsWith("failed DTLS"));
        }
    }

    @Test
    void refusesADtlsPeerWithAnotherCertificate() throws Exception {
        MediaSession a = near.open(facts);
        MediaSession b = far.open(facts);
        call(
                a,
                b,
                t -> new Transport.Dtls(
                        List.of(new Transport.Fingerprint("sha-256", "00:11".repeat(8) + ":22".repeat(16))),
                        ((Transport.Either) t).dtls().setup()));
        assertTrue(facts.next().startsWith("failed DTLS"));
    }
}
