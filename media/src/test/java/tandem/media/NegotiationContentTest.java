package tandem.media;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static tandem.media.NegotiationKit.ALL;
import static tandem.media.NegotiationKit.AUDIO;
import static tandem.media.NegotiationKit.FLOOR;
import static tandem.media.NegotiationKit.MAIN;
import static tandem.media.NegotiationKit.OURS;
import static tandem.media.NegotiationKit.OURS_ALL;
import static tandem.media.NegotiationKit.SLIDES;
import static tandem.media.NegotiationKit.TERMS;
import static tandem.media.NegotiationKit.agreed;
import static tandem.media.NegotiationKit.answered;
import static tandem.media.NegotiationKit.description;
import static tandem.media.NegotiationKit.lines;
import static tandem.media.NegotiationKit.ports;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tandem.media.FloorDescription.Floor;
import tandem.media.FloorDescription.Role;
import tandem.media.VideoDescription.Content;
import tandem.media.VideoTerms.Wish;
import tandem.media.sdp.LocalSdp;

/** What terminals and MCUs do to slides and floor control in SDP, as far as it is known. */
class NegotiationContentTest {
    @Test
    void polyAddsTheSlidesStreamByReInviteWhenContentStarts() {
        Negotiation up = answered(description(AUDIO, MAIN, FLOOR));
        assertEquals(List.of(20_000, 20_002, 20_006), ports(up.local()));
        assertEquals(
                List.of(new Floor(1, List.of())),
                up.local().streams().get(2).floor().floors());
        Negotiation with = agreed(up.answer(description(AUDIO, MAIN, FLOOR, SLIDES), OURS_ALL, ALL));
        assertEquals(List.of(20_000, 20_002, 20_006, 20_004), ports(with.local()));
        assertEquals(
                List.of(new Floor(1, List.of("2"))),
                with.local().streams().get(2).floor().floors());
        assertEquals(up.pictures().main(), with.pictures().main());
        assertEquals(3, with.pictures().content().orElseThrow().position());
        List<String> off = List.of("m=video 0 RTP/AVP 97");
        Negotiation without = agreed(with.answer(description(AUDIO, MAIN, FLOOR, off), OURS_ALL, ALL));
        assertEquals(Optional.empty(), without.pictures().content());
        assertEquals(List.of(20_000, 20_002, 20_006, 0), ports(without.local()));
        assertTrue(without.pictures().floor().isPresent());
    }

    @Test
    void bothAddTheSlidesStreamAtOnceAndTheTerminalsOfferStands() {
        Negotiation up = answered(description(AUDIO, MAIN, FLOOR));
        Negotiation collided = up.offer(OURS_ALL, ALL);
        assertEquals(4, collided.offered().orElseThrow().streams().size());
        Negotiation yielded =
                agreed(collided.rollBack().answer(description(AUDIO, MAIN, FLOOR, SLIDES), OURS_ALL, ALL));
        assertEquals(3, yielded.pictures().content().orElseThrow().position());
        MediaDescription again = yielded.offer(OURS_ALL, ALL).offered().orElseThrow();
        assertEquals(4, again.streams().size()); // nothing is added twice
        assertEquals(Optional.of("2"), again.streams().get(3).video().label());
    }

    @Test
    void weAddTheSlidesStreamByReInviteAndUseARefusedPlaceAgain() {
        MediaTerms plain = TERMS.withVideo(new VideoTerms(List.of(VideoCodec.H264), Wish.NO, Wish.NO));
        Negotiation up = agreed(Negotiation.START.answer(description(AUDIO, MAIN, SLIDES, FLOOR), OURS_ALL, plain));
        assertEquals(List.of(20_000, 20_002, 0, 0), ports(up.local()));
        Negotiation offering = up.offer(OURS_ALL, ALL);
        MediaDescription offer = offering.offered().orElseThrow();
        assertEquals(List.of(20_000, 20_002, 20_004, 20_006), ports(offer));
        assertEquals(Content.SLIDES, offer.streams().get(2).video().content());
        assertEquals(
                List.of(new Floor(1, List.of("12"))),
                offer.streams().get(3).floor().floors());
        List<String> client = List.of("m=application 5006 UDP/BFCP *", "a=floorctrl:c-only");
        Negotiation both = agreed(offering.accept(description(AUDIO, MAIN, SLIDES, client)));
        assertTrue(both.pictures().content().isPresent());
        assertTrue(both.pictures().floor().orElseThrow().server());
    }

    @Test
    void polyAnswersSlidesWithFormatsNeverOffered() {
        Negotiation offering = Negotiation.START.offer(OURS_ALL, ALL);
        MediaDescription offer = offering.offered().orElseThrow();
        assertEquals(
                List.of("H264 96", "H264 97", "H264 98", "VP8 99", "H263-1998 100"),
                offer.streams().get(2).codecs().stream()
                        .map(c -> c.name() + " " + c.payloadType())
                        .toList());
        Negotiation up = agreed(offering.accept(description(
                AUDIO,
                List.of(
                        "m=video 5002 RTP/AVP 96",
                        "a=rtpmap:96 H264/90000",
                        "a=fmtp:96 profile-level-id=42E01F;packetization-mode=1"),
                List.of(
                        "m=video 5004 RTP/AVP 120 121 122 109",
                        "a=rtpmap:120 vnd.polycom.lpr/9000",
                        "a=fmtp:120 V=2;minPP=0;PP=150",
                        "a=rtpmap:121 H265/90000",
                        "a=rtpmap:122 H264/90000",
                        "a=fmtp:122 profile-level-id=6E0033;packetization-mode=1",
                        "a=rtpmap:109 H264/90000",
                        "a=fmtp:109 profile-level-id=428020;packetization-mode=1;max-fs=8192;max-mbps=490000"),
                List.of("m=application 5006 UDP/BFCP *", "a=floorctrl:c-only", "a=floorid:1 m-stream:12"))));
        NegotiatedVideo content = up.pictures().content().orElseThrow();
        assertEquals(109, content.format().payloadType());
        assertEquals(8_192, content.limits().macroblocks());
        assertTrue(up.pictures().floor().orElseThrow().server());
        assertFalse(content.receive().containsKey(121));
    }

    @ParameterizedTest
    @CsvSource({
        "c-s,           s-only, true",
        "c-only,        s-only, true",
        "s-only,        c-only, false",
        "c-only s-only, s-only, true",
        "s-only c-only, s-only, true",
        "s-only c-s,    s-only, true",
        "nothing known, s-only, true",
    })
    void answersTheRoleThatTheOfferAllows(String theirs, String ours, boolean server) {
        List<String> floor = List.of(
                "m=application 5006 UDP/BFCP *",
                "a=floorctrl:" + theirs,
                "a=confid:9",
                "a=userid:8",
                "a=floorid:7 mstrm:2");
        Negotiation after = answered(description(AUDIO, MAIN, SLIDES, floor));
        String line = lines(after.local(), 3);
        assertTrue(line.contains("a=floorctrl:" + ours + "\n"), line);
        assertEquals(server, line.contains("a=confid:77\na=userid:3\na=floorid:1 mstrm:2\n"), line);
        assertEquals(server, line.contains("floorid"), line); // who is a client says no floor
        NegotiatedFloor agreed = after.pictures().floor().orElseThrow();
        assertEquals(server, agreed.server());
        assertEquals(server ? 77 : 9, agreed.conference());
        assertEquals(server ? 3 : 8, agreed.user());
        assertEquals(server ? 1 : 7, agreed.floor());
    }

    @Test
    void aClientOfTheirFloorStaysOneWhenTheyLaterOfferBothRoles() {
        List<String> server = List.of(
                "m=application 5006 UDP/BFCP *",
                "a=floorctrl:s-only",
                "a=confid:9",
                "a=userid:8",
                "a=floorid:7 m-stream: 2");
        Negotiation up = answered(description(AUDIO, MAIN, SLIDES, server));
        assertFalse(up.pictures().floor().orElseThrow().server());
        Negotiation later = agreed(up.answer(description(AUDIO, MAIN, SLIDES, FLOOR), OURS_ALL, ALL));
        assertFalse(later.pictures().floor().orElseThrow().server());
        FloorDescription offered = later.offer(OURS_ALL, ALL)
                .offered()
                .orElseThrow()
                .streams()
                .get(3)
                .floor();
        assertEquals(List.of(Role.CLIENT), offered.roles());
        assertEquals(List.of(), offered.floors());
    }

    @Test
    void rmxOffersFloorControlOverTcpAndUdpAndPrefersUdp() {
        List<String> tcp =
                List.of("m=application 5008 TCP/BFCP *", "a=setup:actpass", "a=connection:new", "a=floorctrl:c-s");
        Negotiation after = answered(description(AUDIO, MAIN, SLIDES, tcp, FLOOR));
        assertEquals(List.of(20_000, 20_002, 20_004, 0, 20_006), ports(after.local()));
        assertEquals(BfcpTransport.UDP, after.pictures().floor().orElseThrow().transport());
    }

    @ParameterizedTest
    @CsvSource({
        "active,  passive, false, 20006",
        "actpass, passive, false, 20006",
        "passive, active,  true,  9", // RFC 4145 section 4.1: who connects has no port to name
    })
    void overTcpWeOpenTheConnectionOnlyWhereThePeerWaits(String theirs, String ours, boolean opens, int port) {
        List<String> tcp =
                List.of("m=application 5008 TCP/BFCP *", "a=setup:" + theirs, "a=connection:new", "a=floorctrl:c-only");
        Negotiation after = answered(description(AUDIO, MAIN, SLIDES, tcp));
        String line = lines(after.local(), 3);
        assertTrue(line.startsWith("m=application " + port + " TCP/BFCP *\n"), line);
        assertTrue(line.contains("a=setup:" + ours + "\na=connection:new\n"), line);
        NegotiatedFloor floor = after.pictures().floor().orElseThrow();
        assertEquals(opens, floor.opens());
        assertEquals(1, floor.version());
        List<String> existing = List.of(
                "m=application 5008 TCP/BFCP *", "a=setup:" + theirs, "a=connection:existing", "a=floorctrl:c-only");
        Negotiation refreshed = agreed(after.answer(description(AUDIO, MAIN, SLIDES, existing), OURS_ALL, ALL));
        assertTrue(refreshed.pictures().floor().orElseThrow().existing());
        assertTrue(lines(refreshed.local(), 3).contains("a=connection:existing\n"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"TCP/TLS/BFCP", "UDP/TLS/BFCP"})
    void protectedFloorControlNeedsACertificateOnBothSides(String profile) {
        String print = "a=fingerprint:sha-256 AA" + ":CC".repeat(31);
        List<String> good =
                List.of("m=application 5008 " + profile + " *", "a=setup:actpass", print, "a=floorctrl:c-s");
        Negotiation after = answered(description(AUDIO, MAIN, SLIDES, good));
        NegotiatedFloor floor = after.pictures().floor().orElseThrow();
        assertFalse(floor.opens());
        assertEquals(1, floor.theirs().size());
        String line = lines(after.local(), 3);
        assertTrue(line.contains("a=fingerprint:sha-256 AA:BB"), line);
        assertTrue(line.contains("a=setup:passive\n"), line);
        List<String> bare = List.of("m=application 5008 " + profile + " *", "a=setup:actpass", "a=floorctrl:c-s");
        Negotiation refused = answered(description(AUDIO, MAIN, SLIDES, bare));
        assertEquals(Optional.empty(), refused.pictures().floor());
        assertEquals(0, ports(refused.local()).getLast());
    }

    @ParameterizedTest
    @CsvSource({"1, 1, 1", "2, 2, 2", "1 2, 2, 2", "2 1, 2, 2", "'', '', 2", "7, 2, 2"})
    void speaksTheVersionOfBfcpThatBothKnow(String theirs, String ours, int version) {
        List<String> floor = new ArrayList<>(FLOOR);
        floor.add(theirs.isEmpty() ? "a=x" : "a=bfcpver:" + theirs);
        Negotiation after = answered(description(AUDIO, MAIN, SLIDES, floor));
        assertEquals(version, after.pictures().floor().orElseThrow().version());
        String line = lines(after.local(), 3);
        assertEquals(!ours.isEmpty(), line.contains("a=bfcpver:" + ours + "\n"), line);
    }

    @Test
    void theVersionOfOurOriginRisesWhenTheSlidesComeAndOnlyThen() {
        LocalSdp local = new LocalSdp(7, OURS.rtp().getAddress());
        Negotiation up = answered(description(AUDIO, MAIN, FLOOR));
        assertTrue(local.write(up.local()).contains("o=- 7 1 IN IP4"));
        Negotiation refreshed = agreed(up.answer(description(AUDIO, MAIN, FLOOR), OURS_ALL, ALL));
        assertTrue(local.write(refreshed.local()).contains("o=- 7 1 IN IP4"));
        Negotiation with = agreed(up.answer(description(AUDIO, MAIN, FLOOR, SLIDES), OURS_ALL, ALL));
        assertTrue(local.write(with.local()).contains("o=- 7 2 IN IP4"));
    }

    @Test
    void slidesWithoutALabelGetOneForTheirFloor() {
        List<String> bare = List.of("m=video 5004 RTP/AVP 97", "a=rtpmap:97 H264/90000", "a=content:slides");
        Negotiation after = answered(description(AUDIO, MAIN, bare, FLOOR));
        assertTrue(lines(after.local(), 2).contains("a=label:12\n"));
        assertTrue(lines(after.local(), 3).contains("a=floorid:1 mstrm:12\n"));
    }

    @Test
    void aSecondVideoThatAFloorIsForIsContentThoughNothingSaysSo() {
        List<String> second = List.of("m=video 5004 RTP/AVP 97", "a=rtpmap:97 H264/90000", "a=label:2");
        Negotiation after = answered(description(AUDIO, MAIN, second, FLOOR));
        assertEquals(2, after.pictures().content().orElseThrow().position());
        assertFalse(lines(after.local(), 2).contains("content"));
        Negotiation without = answered(description(AUDIO, MAIN, second));
        assertEquals(Optional.empty(), without.pictures().content());
        assertEquals(List.of(20_000, 20_002, 0), ports(without.local()));
    }

    @Test
    void slidesMayStandBeforePeople() {
        Negotiation after = answered(description(SLIDES, AUDIO, MAIN));
        assertEquals(List.of(20_004, 20_000, 20_002), ports(after.local()));
        assertEquals(2, after.pictures().main().orElseThrow().position());
    }

    @Test
    void aStreamOfSlidesThatBecomesOneOfPeopleIsTakenAsThat() {
        Negotiation up = answered(description(AUDIO, SLIDES));
        assertEquals(1, up.pictures().content().orElseThrow().position());
        List<String> people = new ArrayList<>(SLIDES);
        people.set(3, "a=content:main");
        Negotiation later = agreed(up.answer(description(AUDIO, people), OURS_ALL, ALL));
        assertEquals(Optional.empty(), later.pictures().content());
        assertEquals(1, later.pictures().main().orElseThrow().position());
    }
}
