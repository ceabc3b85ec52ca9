package tandem.call;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import tandem.media.AudioCodec;

/** Text from one to the others, in rooms and in calls of two. */
class ChatTest {
    private final Switchboard board = new Switchboard();

    private FakeLeg join(String room, String from, boolean chat) {
        board.from = from;
        FakeLeg leg = board.arrive(room);
        leg.chat = chat;
        leg.confirms();
        board.loop.runPosted();
        leg.heard();
        return leg;
    }

    private List<String> kept(long after) {
        return board.calls.room("1000").orElseThrow().chatAfter(after).stream()
                .map(line -> line.number() + " " + line.fromName() + " " + line.text())
                .toList();
    }

    private ChatOutcome chat(String text) {
        return board.calls.room("1000").orElseThrow().chat(board.participant("1000", 0), text);
    }

    @Test
    void whatOneWritesAllHaveThatTakeText() {
        FakeLeg ann = join("1000", "sip:ann@h", true);
        FakeLeg ben = join("1000", "sip:ben@h", true);
        FakeLeg old = join("1000", "sip:old@h", false);
        FakeLeg elsewhere = join("1001", "sip:eve@h", true);
        board.told.clear();
        ann.writes("hello");
        ben.writes("hi\tthere\n\u4f60\u597d");
        List<String> both = List.of("message 1 ann: hello", "message 2 ben: hi\tthere\n\u4f60\u597d");
        assertEquals(both, ann.heard());
        assertEquals(both, ben.heard());
        assertEquals(List.of(), old.heard());
        assertEquals(List.of(), elsewhere.heard());
        assertEquals(List.of("chat 1 in 1000", "chat 2 in 1000"), board.told);
        assertEquals(List.of("2 ben hi\tthere\n\u4f60\u597d"), kept(1));
    }

    @Test
    void whoCannotBeSentTextMayWriteIt() {
        FakeLeg old = join("1000", "sip:old@h", false);
        FakeLeg ben = join("1000", "sip:ben@h", true);
        old.writes("hello");
        assertEquals(List.of("message 1 old: hello"), ben.heard());
    }

    @Test
    void whatCannotBeShownIsTakenOutAndWhatIsEmptyThenIsRefused() {
        join("1000", "sip:ann@h", true);
        assertEquals(ChatOutcome.TAKEN, chat("a\r\nb\u0000\u001b[2J\u0085\ud800"));
        assertEquals(List.of("1 ann a\nb[2J"), kept(0));
        assertEquals(ChatOutcome.EMPTY, chat(""));
        assertEquals(ChatOutcome.EMPTY, chat(" \n\u0007 "));
        assertEquals(List.of(), kept(1));
    }

    @Test
    void aLineHasFourThousandCharactersAtMost() {
        join("1000", "sip:ann@h", true);
        assertEquals(ChatOutcome.TAKEN, chat("\ud83d\ude00".repeat(4_000)));
        assertEquals(ChatOutcome.TOO_LONG, chat("a".repeat(4_001)));
    }

    @Test
    void oneWritesFiveLinesASecondAndNoFasterInAnotherRoom() {
        join("1000", "sip:ann@h", true);
        join("1001", "sip:ben@h", true);
        for (int i = 0; i < 5; i++) {
            assertEquals(ChatOutcome.TAKEN, chat("line"));
        }
        assertEquals(ChatOutcome.TOO_FAST, chat("one too many"));
        Participant ann = board.participant("1000", 0);
        Room other = board.calls.room("1001").orElseThrow();
        assertTrue(ann.move(other));
        assertEquals(ChatOutcome.TOO_FAST, other.chat(ann, "nor here"));
        board.loop.advanceMs(200);
        assertEquals(ChatOutcome.TAKEN, other.chat(ann, "now"));
        assertEquals(ChatOutcome.TOO_FAST, other.chat(ann, "not yet"));
        board.loop.advanceMs(60_000);
        for (int i = 0; i < 5; i++) {
            assertEquals(ChatOutcome.TAKEN, other.chat(ann, "line"));
        }
        assertEquals(ChatOutcome.TOO_FAST, other.chat(ann, "one too many"));
    }

    @Test
    void aHundredLinesAreKeptUntilTheRoomIsEmpty() {
        board.calls.openRoom("1000", RoomSettings.OPEN);
        FakeLeg ann = join("1000", "sip:ann@h", true);
        for (int i = 0; i < 103; i++) {
            board.loop.advanceMs(200);
            chat("line");
        }
        assertEquals(100, kept(0).size());
        assertEquals("4 ann line", kept(0).getFirst());
        assertEquals(List.of("103 ann line"), kept(102));
        ann.ends(Cause.NORMAL);
        assertEquals(100, kept(0).size());
        board.loop.advanceMs(60_000);
        assertEquals(List.of(), kept(0));
        join("1000", "sip:ben@h", true);
        chat("hello");
        assertEquals(List.of("104 ben hello"), kept(0));
    }

    @Test
    void inACallOfTwoTextGoesToTheOtherWhereItTakesIt() {
        board.from = "sip:ann@h";
        FakeLeg ann = board.arrive("b", Media.audio(AudioCodec.PCMU));
        FakeLeg ben = board.out();
        ann.chat = true;
        ann.writes("too early");
        ben.answers(Media.audio(AudioCodec.PCMU));
        ann.confirms();
        board.loop.runPosted();
        ann.heard();
        ann.writes("ben takes none");
        ben.writes("hello");
        ben.chat = true;
        ann.writes("hi");
        assertEquals(List.of("message 1 b: hello"), ann.heard());
        assertEquals(List.of("message 2 ann: hi"), ben.heard());
    }

    @Test
    void whoIsAskedForAPinWritesToNobody() {
        board.setUp.put("1000", RoomSettings.OPEN.withPins(Optional.of("2580"), Optional.empty(), Optional.empty()));
        FakeLeg ann = join("1000", "sip:ann@h", true);
        ann.writes("let me in");
        assertEquals(List.of(), ann.heard());
        assertTrue(board.told.stream().noneMatch(told -> told.startsWith("chat")));
    }
}
