package tandem.webrtc;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class StunQuestionTest {
    private final StunQuestion question = new StunQuestion(new SecureRandom());

    /** What our own answering side says to it. */
    private static byte[] answer(StunQuestion question, InetSocketAddress from) {
        byte[] request = question.request();
        if (!(StunCheck.read(request, request.length) instanceof StunCheck.Reading.Check(StunCheck check))) {
            throw new AssertionError("not a request");
        }
        return StunAnswer.success(check, from, "secret".getBytes(StandardCharsets.UTF_8));
    }

    private static InetSocketAddress at(String address) {
        return new InetSocketAddress(InetAddress.ofLiteral(address), 40_001);
    }

    @ParameterizedTest
    @ValueSource(strings = {"203.0.113.5", "2001:db8::5"})
    void readsAsWhatItIsSeen(String address) {
        byte[] answer = answer(question, at(address));
        assertEquals(Optional.of(at(address)), question.seenAs(answer, answer.length));
    }

    @Test
    void takesNoAnswerToAnotherQuestion() {
        byte[] answer = answer(new StunQuestion(new SecureRandom()), at("203.0.113.5"));
        assertEquals(Optional.empty(), question.seenAs(answer, answer.length));
    }

    @Test
    void takesNothingThatIsCutOffOrAnError() {
        byte[] answer = answer(question, at("203.0.113.5"));
        for (int length = 0; length < answer.length; length++) {
            assertEquals(Optional.empty(), question.seenAs(answer, length));
        }
        answer[1] = 0x11;
        assertEquals(Optional.empty(), question.seenAs(answer, answer.length));
    }
}
