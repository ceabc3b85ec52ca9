package tandem.gateway.sip;

import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import tandem.call.Decision;
import tandem.call.PinMask;
import tandem.sip.SipTraced;

/** One step of a call's ladder. */
public sealed interface Step {
    /** Its place among all steps there ever were. */
    long number();

    /** When. */
    Instant at();

    /** A message, which is put into words when somebody asks. Its octets hold secrets: {@link #text} and {@link #masked} do not. */
    @SuppressWarnings("ArrayRecordComponent") // kept as it came, never compared
    record Passed(
            long number,
            long epochMs,
            boolean sent,
            String transport,
            InetSocketAddress source,
            InetSocketAddress target,
            String first,
            String dialog,
            byte[] octets,
            int omitted)
            implements Step {
        private static final int LONGEST_LINE = 256;
        private static final int LONGEST = 16 * 1024;
        private static final byte[] NONE = {};

        /** A message as it passed. */
        public static Passed of(long number, SipTraced message) {
            byte[] octets = message.octets();
            return new Passed(
                    number,
                    message.epochMs(),
                    message.sent(),
                    message.transport(),
                    message.from(),
                    message.to(),
                    "",
                    message.callId(),
                    octets.length <= LONGEST ? octets : Arrays.copyOf(octets, LONGEST),
                    0);
        }

        /** With its first line alone. */
        Passed stripped() {
            return octets.length == 0
                    ? this
                    : new Passed(
                            number, epochMs, sent, transport, source, target, cut(firstLine()), dialog, NONE, omitted);
        }

        /** With that many messages of its dialog left out before it. */
        Passed after(int messages) {
            return new Passed(number, epochMs, sent, transport, source, target, first, dialog, octets, messages);
        }

        @Override
        public Instant at() {
            return Instant.ofEpochMilli(epochMs);
        }

        /** Sender's address. */
        public String from() {
            return show(source);
        }

        /** Receiver's address. */
        public String to() {
            return show(target);
        }

        private static String show(InetSocketAddress address) {
            String host = address.getAddress() == null
                    ? address.getHostString()
                    : address.getAddress().getHostAddress();
            return (host.indexOf(':') >= 0 ? "[" + host + "]" : host) + ":" + address.getPort();
        }

        /** Its start line, cut where it is long, without PIN. */
        public String line() {
            return PinMask.of(cut(firstLine()));
        }

        private String firstLine() {
            return octets.length == 0 ? first : message().firstLine();
        }

        /** The message as it passed, with its secrets. */
        public SipTraced message() {
            return new SipTraced(dialog, epochMs, sent, transport, source, target, octets);
        }

        /** All of it without its secrets; empty where no more than the first line was kept. */
        public Optional<String> text() {
            return octets.length == 0 ? Optional.empty() : Optional.of(new String(masked(), StandardCharsets.UTF_8));
        }

        /** The same as octets: as many as there were. */
        public byte[] masked() {
            return SecretMask.of(octets);
        }

        /** A user part that does not end before the cut is cut off too: it may hold a PIN, which is known by what follows it. */
        private static String cut(String line) {
            if (line.length() <= LONGEST_LINE) {
                return line;
            }
            boolean userCut = line.indexOf('@') >= LONGEST_LINE;
            int end = userCut ? Math.min(LONGEST_LINE, line.indexOf(':') + 1) : LONGEST_LINE;
            return line.substring(0, end) + "...";
        }
    }

    /** Something that was decided. */
    record Decided(long number, Decision decision) implements Step {
        @Override
        public Instant at() {
            return decision.at();
        }

        /** The decision, and what stands behind it. */
        public List<String> words() {
            return decision.words().get();
        }
    }
}
