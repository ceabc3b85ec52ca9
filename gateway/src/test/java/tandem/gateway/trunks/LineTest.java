package tandem.gateway.trunks;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tandem.base.HandTurnedLoop;
import tandem.gateway.config.ConfigReader;
import tandem.media.AudioCodec;
import tandem.media.Direction;
import tandem.media.MediaTerms;
import tandem.sip.SipAnswer;
import tandem.sip.SipAsk;
import tandem.sip.SipAskEvents;
import tandem.sip.SipAsking;
import tandem.sip.SipCredentials;
import tandem.sip.SipSeries;
import tandem.sip.SipWay;
import tandem.sip.message.MessageReader;
import tandem.sip.message.Response;
import tandem.sip.message.Uri;

/** What a line asks, and what it makes of the answers, on invented time. */
class LineTest implements Signalling {
    private static final MediaTerms USUAL =
            new MediaTerms(List.of(AudioCodec.PCMA), Direction.SENDRECV, MediaTerms.Srtp.OFF);
    private static final InetSocketAddress PBX = new InetSocketAddress("192.0.2.1", 5060);

    @TempDir
    Path folder;

    private final HandTurnedLoop loop = new HandTurnedLoop();
    private final List<SipAsk> asks = new ArrayList<>();
    private final List<SipAskEvents> events = new ArrayList<>();
    private final List<String> kept = new ArrayList<>();
    private List<InetAddress> dns = List.of(PBX.getAddress());
    private int changes;

    @Override
    public SipSeries series(Optional<SipCredentials> credentials) {
        return () -> "series";
    }

    @Override
    public SipAsking send(SipAsk ask, SipSeries series, SipAskEvents told) {
        asks.add(ask);
        events.add(told);
        return new SipAsking() {
            @Override
            public String callId() {
                return series.callId();
            }

            @Override
            public void forget() {}
        };
    }

    @Override
    public void keepAlive(SipWay way, Consumer<Optional<String>> then) {
        kept.add(way.toString());
        then.accept(Optional.empty());
    }

    @Override
    public void addresses(String uri, Consumer<List<InetAddress>> then) {
        then.accept(dns);
    }

    private Line line(String keys) throws Exception {
        Line line = unstarted(keys);
        line.start();
        return line;
    }

    private Line unstarted(String keys) throws Exception {
        Path file = folder.resolve("tandem.yaml");
        Files.writeString(file, "trunks: [{name: office, host: pbx.example.org, " + keys + "}]\n");
        TrunkSettings settings = TrunkSettings.of(
                ConfigReader.read(Optional.of(file), Map.of()).config().trunks().getFirst(), USUAL);
        return new Line(loop, this, new Random(1), settings, () -> changes++);
    }

    /** Answers the last request. */
    private void answer(int status, String transport, String... headers) {
        String text = "SIP/2.0 " + status + " Some\r\nVia: SIP/2.0/UDP 10.0.0.1;branch=z9hG4bK1\r\n"
                + "From: <sip:a@b>;tag=1\r\nTo: <sip:a@b>;tag=2\r\nCall-ID: c\r\nCSeq: 1 "
                + asks.getLast().method() + "\r\n" + String.join("\r\n", headers) + (headers.length > 0 ? "\r\n" : "")
                + "Content-Length: 0\r\n\r\n";
        byte[] octets = text.getBytes(java.nio.charset.StandardCharsets.UTF_8);
        Response response = (Response) MessageReader.datagram(octets, 0, octets.length, PBX);
        events.getLast()
                .onAnswered(new SipAnswer(
                        response,
                        new SipWay(transport, PBX),
                        Optional.empty(),
                        Optional.empty(),
                        SipAnswer.Digest.GIVEN));
    }

    private SipAsk last(String method) {
        return asks.reversed().stream()
                .filter(ask -> ask.method().equals(method))
                .findFirst()
                .orElseThrow();
    }

    private String token() {
        return last("REGISTER").contact().orElseThrow().uriParams().getOrDefault("line", "");
    }

    @Test
    void registersByTheProxyUnderItsDomain() throws Exception {
        Line line =
                line("mode: register, username: '80[00', proxy: edge.example.org, domain: example.org, expires: 2m");
        SipAsk ask = last("REGISTER");
        assertEquals("sip:pbx.example.org", ask.target());
        assertEquals(Optional.of("sip:80%5B00@example.org"), ask.fromUri());
        assertEquals(List.of("sip:edge.example.org"), ask.routes());
        assertEquals(List.of("120"), ask.headers().get("Expires"));
        assertEquals(32, token().length());
        answer(
                200,
                "UDP",
                "Contact: <sip:x@10.9.9.9>;expires=3600, <sip:8000@10.0.0.1;line=" + token() + ">;expires=60",
                "Service-Route: <sip:edge.example.org;lr>, <sip:home.example.org;lr>");
        assertEquals(TrunkState.REGISTERED, line.state());
        assertEquals(loop.epochMs() + 60_000, line.expires().orElseThrow().toEpochMilli());
        assertEquals(List.of("sip:edge.example.org", "sip:home.example.org;lr"), line.routes());
        assertTrue(line.isCalled(Uri.read("sip:1000@10.0.0.1;line=" + token()).orElseThrow()));
        assertFalse(line.isCalled(Uri.read("sip:1000@10.0.0.1;line=guess").orElseThrow()));
        assertTrue(line.isAt(PBX.getAddress()));
        line.close(() -> changes = -1);
        assertEquals(List.of("0"), last("REGISTER").headers().get("Expires"));
        answer(200, "UDP");
        assertEquals(-1, changes);
    }

    @Test
    void whatWasNotTakenByTheRegistrarProvesNothing() throws Exception {
        Line line = line("mode: register, username: a");
        answer(403, "UDP");
        assertFalse(line.isCalled(Uri.read("sip:a@10.0.0.1;line=" + token()).orElseThrow()));
        assertEquals(TrunkState.REFUSED, line.state());
    }

    @Test
    void aRegistrarThatCeasesToAnswerQuestionsIsAway() throws Exception {
        Line line = line("mode: register, username: a");
        answer(200, "UDP");
        loop.advanceMs(2_000);
        answer(404, "UDP");
        loop.advanceMs(38_000);
        assertEquals(TrunkState.UNREACHABLE, line.state());
        assertEquals("no answer", line.failure().orElseThrow());
        loop.advanceMs(2_000);
        assertEquals("REGISTER", asks.getLast().method());
        answer(200, "UDP");
        assertEquals(TrunkState.REGISTERED, line.state());
        assertTrue(line.failure().isPresent(), "it is remembered");
    }

    @Test
    void aLongOutageIsOneChangeWhetherRegisterOrOptionsGoUnanswered() throws Exception {
        line("mode: register, username: a");
        answer(200, "UDP");
        loop.advanceMs(2_000);
        answer(200, "UDP");
        changes = 0;
        for (int tries = 0; tries < 5; tries++) {
            loop.advanceMs(38_000);
            events.getLast().onSilent("192.0.2.1:5060 by UDP");
        }
        assertEquals("REGISTER", asks.getLast().method());
        assertEquals(1, changes);
        loop.advanceMs(60_000);
        events.getLast().onUnanswered("192.0.2.1:5060 by UDP: port unreachable");
        loop.advanceMs(60_000);
        assertEquals(2, changes, "that is another reason");
        Line peer = line("mode: peer");
        changes = 0;
        loop.advanceMs(32_000);
        events.getLast().onSilent("192.0.2.1:5060 by UDP");
        loop.advanceMs(32_000);
        assertEquals("no answer", peer.failure().orElseThrow());
        assertEquals(1, changes);
    }

    @Test
    void whatIsRefusedOrSilentIsTriedAtOnceWhereThatIsWanted() throws Exception {
        Line line = line("mode: register, username: a");
        assertFalse(line.tryAgain(), "it is being asked");
        answer(403, "UDP");
        assertTrue(line.tryAgain());
        assertEquals(2, asks.size());
        loop.advanceMs(8_000);
        assertEquals(TrunkState.UNREACHABLE, line.state());
        assertTrue(line.tryAgain());
        assertEquals(3, asks.size());
        answer(200, "UDP");
        assertFalse(line.tryAgain(), "it is as it should be");
        line.close(() -> {});
        answer(200, "UDP");
        assertFalse(line.tryAgain(), "it is no more");
    }

    @Test
    void whatWasWrongLastIsKnownAfterItsSettingsWereMended() throws Exception {
        Line guessed = line("mode: register, username: a");
        answer(401, "UDP");
        Line mended = unstarted("mode: register, username: b");
        mended.startAfter(guessed);
        assertEquals(guessed.failure(), mended.failure());
        assertTrue(mended.failedAt().orElseThrow().isBefore(mended.since()), "it is not so now");
        answer(200, "UDP");
        assertEquals(TrunkState.REGISTERED, mended.state());
        assertEquals(guessed.failure(), mended.failure());
    }

    @Test
    void aPeerThatIsOutOfServiceIsAskedAtOnceWhereThatIsWanted() throws Exception {
        Line line = line("mode: peer");
        answer(503, "UDP");
        assertTrue(line.tryAgain());
        assertEquals(2, asks.size());
        answer(200, "UDP");
        assertEquals(TrunkState.REACHABLE, line.state());
    }

    @Test
    void aRegistrarThatNeverAnswersQuestionsIsBelievedToBeThere() throws Exception {
        Line line = line("mode: register, username: a, expires: 1h");
        answer(200, "UDP");
        loop.advanceMs(120_000);
        assertEquals("OPTIONS", asks.getLast().method());
        assertEquals(TrunkState.REGISTERED, line.state());
    }

    @Test
    void aPeerIsAskedAndTakenForWhatItAnswers() throws Exception {
        Line line = line("mode: peer");
        assertEquals(TrunkState.TRYING, line.state());
        answer(405, "UDP");
        assertEquals(TrunkState.REACHABLE, line.state());
        loop.advanceMs(30_000);
        answer(503, "UDP");
        assertEquals(TrunkState.UNREACHABLE, line.state());
        assertEquals("it is out of service: 503 Some", line.failure().orElseThrow());
        assertFalse(line.state().usable());
    }

    @Test
    void lineEndsKeepTheWayOpenWhereThatIsWanted() throws Exception {
        line("mode: register, username: a, keepalive: crlf 20s");
        answer(200, "TCP");
        loop.advanceMs(60_000);
        assertEquals(List.of("192.0.2.1:5060 by TCP", "192.0.2.1:5060 by TCP"), kept.subList(0, 2));
        assertEquals("REGISTER", asks.getLast().method());
    }

    @Test
    void registersAnewWhereItsConnectionIsGone() throws Exception {
        Line line = line("mode: register, username: a, keepalive: 'off'");
        answer(200, "TCP");
        line.onLost(new SipWay("TCP", new InetSocketAddress("192.0.2.1", 5061)), "x");
        loop.advanceMs(1_000);
        assertEquals(1, asks.size());
        line.onLost(new SipWay("TCP", PBX), "the peer closed");
        loop.advanceMs(1_000);
        assertEquals(2, asks.size());
    }

    @Test
    void aPeerThatIsNotAskedIsUnchecked() throws Exception {
        assertEquals(TrunkState.UNCHECKED, line("mode: peer, keepalive: 'off'").state());
        assertEquals(0, asks.size());
    }

    @Test
    void whereItsNameLeadsNowIsWhereItsCallsComeFrom() throws Exception {
        InetAddress old = InetAddress.ofLiteral("192.0.2.50");
        InetAddress other = InetAddress.ofLiteral("192.0.2.60");
        dns = List.of(old, PBX.getAddress());
        Line line = line("mode: peer");
        answer(200, "UDP");
        assertTrue(line.isAt(old) && line.isAt(PBX.getAddress()));
        dns = List.of(other);
        loop.advanceMs(31_000);
        assertTrue(line.isAt(other));
        assertFalse(line.isAt(old), "somebody else may have that address now");
        assertTrue(line.isAt(PBX.getAddress()), "it answered from there last");
        dns = List.of();
        answer(200, "UDP");
        loop.advanceMs(31_000);
        assertTrue(line.isAt(other), "no answer of DNS says nothing");
    }

    @Test
    void whoIsNotAskedIsLookedForAllTheSame() throws Exception {
        dns = List.of();
        Line line = line("mode: peer, keepalive: 'off'");
        assertFalse(line.isAt(PBX.getAddress()));
        dns = List.of(PBX.getAddress());
        loop.advanceMs(300_000);
        assertTrue(line.isAt(PBX.getAddress()));
        line.close(() -> {});
        dns = List.of(InetAddress.ofLiteral("192.0.2.60"));
        loop.advanceMs(600_000);
        assertTrue(line.isAt(PBX.getAddress()));
    }
}
