package tandem.sip.bfcp;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** RFC 8855 6.2.3. */
class FragmentsTest {
    private static final long T2 = BfcpTimes.RFC.t2();
    private final Reassembly reassembly = new Reassembly(T2);

    private static byte[] query(int transactionId, int floors) {
        return BfcpWriter.write(
                new Header(2, false, 99, transactionId, 5),
                new Body.FloorQuery(IntStream.rangeClosed(1, floors).boxed().toList()));
    }

    private static Reading.Fragment fragment(byte[] octets) {
        return assertInstanceOf(Reading.Fragment.class, BfcpReader.datagram(octets, 0, octets.length));
    }

    private static Reading.Fragment fragment(String hex) {
        return fragment(Hex.octets(hex));
    }

    @Test
    void cutsAMessageIntoPartsThatSayWhereTheyLie() {
        List<byte[]> parts = Fragments.split(query(7, 5), 26);
        assertEquals(
                List.of(
                        "4807 0005 00000063 0007 0005  0000 0002  04040001 04040002",
                        "4807 0005 00000063 0007 0005  0002 0002  04040003 04040004",
                        "4807 0005 00000063 0007 0005  0004 0001  04040005"),
                parts.stream()
                        .map(Hex::hex)
                        .map(hex -> hex.replaceAll(
                                "(.{4})(.{4})(.{8})(.{4})(.{4})(.{4})(.{4})(.*)", "$1 $2 $3 $4 $5  $6 $7  $8"))
                        .map(hex -> hex.replaceAll("(04040001|04040003)(.)", "$1 $2"))
                        .toList());
    }

    @Test
    void leavesWholeWhatFits() {
        byte[] message = query(7, 5);
        assertEquals(List.of(message), Fragments.split(message, message.length));
    }

    @Test
    void putsThemTogetherInAnyOrderAndWithCopies() {
        byte[] message = query(7, 300);
        for (int seed = 0; seed < 50; seed++) {
            List<byte[]> parts = new java.util.ArrayList<>(Fragments.split(message, 100));
            parts.addAll(parts.subList(0, 5));
            Collections.shuffle(parts, new Random(seed));
            List<byte[]> whole = parts.stream()
                    .flatMap(part -> reassembly.add(fragment(part), 0).stream())
                    .toList();
            assertEquals(1, whole.size());
            assertArrayEquals(message, whole.getFirst());
            reassembly.add(fragment(parts.getFirst()), 0); // a late copy begins anew, and is forgotten with time
            reassembly.add(fragment(Fragments.split(query(8, 300), 100).getFirst()), T2);
            reassembly.add(fragment(Fragments.split(query(8, 300), 100).getFirst()), 2 * T2);
        }
    }

    @Test
    void forgetsWhatIsNotWholeWithinT2() {
        List<byte[]> parts = Fragments.split(query(7, 5), 26);
        reassembly.add(fragment(parts.get(0)), 0);
        reassembly.add(fragment(parts.get(1)), T2 - 1);
        assertEquals(Optional.empty(), reassembly.add(fragment(parts.get(2)), T2));
        assertEquals(1, reassembly.forgotten());
    }

    @Test
    void forgetsWhatOverlapsAndSaysSomethingElse() {
        List<byte[]> parts = Fragments.split(query(7, 5), 26);
        reassembly.add(fragment(parts.get(0)), 0);
        reassembly.add(fragment("4807 0005 00000063 0007 0005  0001 0002  04040099 04040003"), 0);
        reassembly.add(fragment(parts.get(1)), 0);
        assertEquals(Optional.empty(), reassembly.add(fragment(parts.get(2)), 0));
        assertEquals(1, reassembly.forgotten());
    }

    @Test
    void forgetsWhatChangesItsLength() {
        reassembly.add(fragment("4807 0005 00000063 0007 0005  0000 0001  04040001"), 0);
        assertEquals(
                Optional.empty(), reassembly.add(fragment("4807 0002 00000063 0007 0005  0001 0001  04040002"), 0));
        assertEquals(1, reassembly.forgotten());
    }

    @Test
    void keepsFourUnfinishedAndForgetsTheOldest() {
        for (int id = 1; id <= 5; id++) {
            reassembly.add(fragment(Fragments.split(query(id, 5), 26).getFirst()), id);
        }
        assertEquals(1, reassembly.forgotten());
        List<byte[]> second = Fragments.split(query(2, 5), 26);
        reassembly.add(fragment(second.get(1)), 6);
        assertEquals(true, reassembly.add(fragment(second.get(2)), 6).isPresent());
    }

    @Test
    void takesNoFragmentThatLiesOutsideItsMessage() {
        for (String hex : List.of(
                "4807 0002 00000063 0007 0005  0001 0002  04040001 04040002",
                "4807 0002 00000063 0007 0005  0000 0000",
                "4807 0002 00000063 0007 0005  0000 0002  04040001")) {
            byte[] octets = Hex.octets(hex);
            assertInstanceOf(Reading.Dropped.class, BfcpReader.datagram(octets, 0, octets.length));
        }
    }
}
