package tandem.webrtc;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.util.Arrays;

/** Whatever comes to an ICE port is told from others and answered, or dropped; nothing is thrown. */
class StunFuzz {
    private static final Credentials OURS = new Credentials("ours", "asd88fgpdd777uzjYhagZg");

    /** What a server says behind a header that is right, and what else comes to the socket. */
    @FuzzTest(maxDuration = "3s")
    void takesWhateverAServerAnswers(byte[] datagram) {
        StunQuestion question = new StunQuestion(new SecureRandom());
        byte[] whole = Arrays.copyOf(question.request(), StunCheck.HEADER + datagram.length);
        System.arraycopy(datagram, 0, whole, StunCheck.HEADER, datagram.length);
        StunAnswer.put16(whole, 0, 0x0101);
        StunAnswer.put16(whole, 2, datagram.length);
        question.seenAs(whole, whole.length);
        question.seenAs(datagram, datagram.length);
    }

    @FuzzTest(maxDuration = "3s")
    void takesWhateverComes(byte[] datagram) {
        if (!(StunCheck.read(datagram, datagram.length) instanceof StunCheck.Reading.Check read)) {
            return;
        }
        StunCheck check = read.check();
        IceLite agent = new IceLite(OURS, 0);
        agent.restart(new Credentials(check.ufrag(), OURS.password()), 0);
        InetSocketAddress from = new InetSocketAddress(InetAddress.getLoopbackAddress(), 9);
        StunAnswer.success(check, from, OURS.password().getBytes(StandardCharsets.UTF_8));
        StunAnswer.error(check, 420, "Unknown Attribute");
        check.signedWith(OURS.key());
        check.nominates();
        check.fromControlled();
    }
}
