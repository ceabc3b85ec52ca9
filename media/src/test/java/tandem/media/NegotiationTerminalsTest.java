package tandem.media;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static tandem.media.NegotiationKit.OURS;
import static tandem.media.NegotiationKit.TERMS;
import static tandem.media.NegotiationKit.agreed;
import static tandem.media.NegotiationKit.audio;
import static tandem.media.NegotiationKit.sdp;

import java.net.InetAddress;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import tandem.media.sdp.LocalSdp;

/** Room systems and PBXs as they are known to behave, as far as audio goes. */
class NegotiationTerminalsTest {
    private static final String[] ROOM_SYSTEM = {
        "m=audio 5000 RTP/AVP 9 8 101",
        "a=rtpmap:101 telephone-event/8000",
        "m=video 5002 RTP/AVPF 97",
        "a=rtpmap:97 H264/90000",
        "a=rtcp-fb:* nack pli",
        "m=application 5004 UDP/BFCP *",
        "a=floorctrl:c-s",
        "m=application 5006 RTP/AVP 125",
        "a=rtpmap:125 H224/4800"
    };

    /** Those lines and further streams behind them. */
    private static MediaDescription roomSystem(String... more) {
        String[] lines = java.util.Arrays.copyOf(ROOM_SYSTEM, ROOM_SYSTEM.length + more.length);
        System.arraycopy(more, 0, lines, ROOM_SYSTEM.length, more.length);
        return sdp(lines);
    }

    private static List<String> lines(MediaDescription description) {
        return description.streams().stream()
                .map(s -> s.line().media() + (s.refused() ? " refused" : " taken"))
                .toList();
    }

    @Test
    void keepsTheSlidesStreamThatATerminalAddsDuringTheCall() {
        Negotiation up = agreed(Negotiation.START.answer(roomSystem(), OURS, TERMS));
        assertEquals(
                List.of("audio taken", "video refused", "application refused", "application refused"),
                lines(up.local()));
        MediaDescription slides = roomSystem("m=video 5008 RTP/AVP 97", "a=content:slides");
        Negotiation later = agreed(up.answer(slides, OURS, TERMS));
        assertEquals(
                List.of("audio taken", "video refused", "application refused", "application refused", "video refused"),
                lines(later.local()));
        assertEquals(
                lines(later.local()), lines(later.offer(OURS, TERMS).offered().orElseThrow()));
        assertEquals(up.audio(), later.audio());
    }

    @Test
    void yieldsToTheTerminalWhenBothOfferAtOnce() {
        Negotiation up = agreed(Negotiation.START.answer(roomSystem(), OURS, TERMS));
        Negotiation collided = up.offer(OURS, TERMS.withDirection(Direction.SENDONLY));
        Negotiation yielded = agreed(collided.rollBack().answer(roomSystem("m=video 5008 RTP/AVP 97"), OURS, TERMS));
        assertEquals(Optional.empty(), yielded.offered());
        assertEquals(Direction.SENDRECV, yielded.audio().orElseThrow().direction());
        Negotiation again = yielded.offer(OURS, TERMS.withDirection(Direction.SENDONLY));
        assertEquals(5, again.offered().orElseThrow().streams().size());
    }

    @Test
    void picksWhatItOfferedFromAnAnswerThatBeginsWithFormatsNeverOffered() {
        NegotiatedAudio audio = audio(Negotiation.START
                .offer(OURS, TERMS)
                .accept(sdp(
                        "m=audio 5000 RTP/AVP 115 127 9 101",
                        "a=rtpmap:115 G7221/32000",
                        "a=fmtp:115 bitrate=48000",
                        "a=rtpmap:127 vnd.polycom.lpr/9000",
                        "a=fmtp:127 V=2;minPP=0",
                        "a=rtpmap:101 telephone-event/8000")));
        assertEquals(AudioCodec.G722, audio.codec());
        assertEquals(101, audio.events().orElseThrow().payloadType());
        assertFalse(audio.receive().containsKey(115));
    }

    @Test
    void takesMediaAndDigitsOfALateOfferBeforeItsAnswer() {
        Map<Integer, Codec> early = Negotiation.START.offer(OURS, TERMS).receivable();
        assertTrue(early.keySet().containsAll(List.of(111, 9, 8, 0, 101, 110)), early::toString);
        assertTrue(Optional.ofNullable(early.get(101))
                .filter(Codec::isTelephoneEvent)
                .isPresent());
    }

    @Test
    void repeatsTheWholeDescriptionUnderTheSameVersionForASessionTimer() {
        Negotiation up = agreed(Negotiation.START.answer(roomSystem(), OURS, TERMS));
        LocalSdp local = new LocalSdp(7, InetAddress.ofLiteral("192.0.2.10"));
        String first = local.write(up.local());
        Negotiation refreshed = agreed(up.answer(roomSystem(), OURS, TERMS));
        assertEquals(first, local.write(refreshed.local()));
        assertEquals(4, first.lines().filter(line -> line.startsWith("m=")).count());
    }

    @Test
    void muteOfATerminalIsADirectionAndNoRemoval() {
        Negotiation up = agreed(Negotiation.START.answer(roomSystem(), OURS, TERMS));
        Negotiation muted = agreed(up.answer(roomSystem("a=recvonly"), OURS, TERMS));
        assertEquals(up.audio(), muted.audio());
        Negotiation held =
                agreed(up.answer(sdp("m=audio 5000 RTP/AVP 9", "a=inactive", "m=video 0 RTP/AVPF 97"), OURS, TERMS));
        assertEquals(Direction.INACTIVE, held.audio().orElseThrow().direction());
        assertEquals("audio taken", lines(held.local()).getFirst());
    }

    @Test
    void bearsFeedbackLinesUnderAProfileWithoutFeedback() {
        Negotiation up = agreed(Negotiation.START.answer(
                sdp("m=audio 5000 RTP/AVP 8", "a=rtcp-fb:* trr-int 1000", "a=rtcp-xr:voip-metrics"), OURS, TERMS));
        assertEquals("RTP/AVP", up.local().streams().getFirst().line().profile());
        Negotiation feedback = agreed(Negotiation.START.answer(sdp("m=audio 5000 RTP/AVPF 8"), OURS, TERMS));
        assertEquals("RTP/AVPF", feedback.local().streams().getFirst().line().profile());
    }
}
