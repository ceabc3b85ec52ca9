package tandem.sip.bfcp;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.util.Arrays;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Whatever a datagram holds, it is read, refused or dropped; what was read and is written reads the same for ever after. */
class BfcpFuzz {
    static Stream<Arguments> samples() {
        return Sample.all().stream()
                .flatMap(sample -> Stream.of("20", "40", "50", "48").map(sample::octets))
                .map(octets -> Arguments.of((Object) octets));
    }

    @MethodSource("samples")
    @FuzzTest(maxDuration = "3s")
    void anyDatagramIsReadRefusedOrDropped(byte[] octets) {
        if (octets == null) {
            return; // the mutator's own idea of no datagram
        }
        switch (BfcpReader.datagram(octets, 0, octets.length)) {
            case Reading.Whole whole -> sameAgain(whole.message().body());
            case Reading.Refused refused -> sameAgain(refused.error());
            case Reading.Fragment fragment -> inside(fragment);
            case Reading.Dropped dropped -> {}
        }
    }

    private static void inside(Reading.Fragment fragment) {
        if (fragment.offset() + fragment.part().length > fragment.totalOctets()) {
            throw new AssertionError("a fragment outside its message");
        }
    }

    private static void sameAgain(Body body) {
        write(body).ifPresent(written -> {
            if (!(BfcpReader.message(written) instanceof Reading.Whole(BfcpMessage again))) {
                throw new AssertionError("our own message cannot be read: " + Hex.hex(written));
            }
            byte[] twice = write(again.body()).orElseThrow();
            if (!Arrays.equals(written, twice)) {
                throw new AssertionError(Hex.hex(written) + " became " + Hex.hex(twice));
            }
        });
    }

    /** What is borne in reading may be more than can be written. */
    private static Optional<byte[]> write(Body body) {
        try {
            return Optional.of(BfcpWriter.write(new Header(1, false, 1, 2, 3), body));
        } catch (IllegalArgumentException tooMuch) {
            return Optional.empty();
        }
    }
}
