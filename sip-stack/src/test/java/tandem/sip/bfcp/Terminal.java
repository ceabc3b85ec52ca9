package tandem.sip.bfcp;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import tandem.base.HandTurnedLoop;

/** The far end of an association, played by hand: writes down what it gets and when, and says what it is told to. */
final class Terminal implements BfcpWire {
    private final HandTurnedLoop loop;
    private final Terms terms;
    private final long startNs;
    private final List<String> log = new ArrayList<>();
    private final List<byte[]> octets = new ArrayList<>();
    private final List<BfcpMessage> messages = new ArrayList<>();
    private Optional<Association> association = Optional.empty();

    Terminal(HandTurnedLoop loop, Terms terms) {
        this.loop = loop;
        this.terms = terms;
        this.startNs = loop.nowNs();
    }

    /** What it says goes there. */
    Terminal talksTo(Association other) {
        association = Optional.of(other);
        return this;
    }

    @Override
    public void send(byte[] sent) {
        octets.add(sent);
        Reading reading = terms.reliable() ? BfcpReader.message(sent) : BfcpReader.datagram(sent, 0, sent.length);
        String what =
                switch (reading) {
                    case Reading.Whole whole -> {
                        messages.add(whole.message());
                        yield words(whole.message());
                    }
                    case Reading.Fragment fragment -> "fragment at " + fragment.offset();
                    case Reading.Refused refused -> "refused " + refused.error().code();
                    case Reading.Dropped dropped -> "dropped " + dropped.why();
                };
        log.add((loop.nowNs() - startNs) / 1_000_000 + " " + what);
    }

    @Override
    public void close(String why) {
        log.add((loop.nowNs() - startNs) / 1_000_000 + " close " + why);
    }

    private static String words(BfcpMessage message) {
        String about =
                switch (message.body()) {
                    case Body.ErrorReply error -> " " + error.code();
                    case Body.FloorRequestStatus status -> " " + words(status.information());
                    case Body.FloorStatus status ->
                        status.requests().stream().map(Terminal::words).toList().toString();
                    default -> "";
                };
        return message.primitive() + (message.header().response() ? " answers" : "") + about;
    }

    private static String words(RequestInformation information) {
        return "#" + information.requestId()
                + information.status().map(status -> " " + status).orElse("");
    }

    /** What it got since the last look, each with its millisecond. */
    List<String> seen() {
        List<String> copy = List.copyOf(log);
        log.clear();
        return copy;
    }

    /** What it got last. */
    BfcpMessage last() {
        return messages.getLast();
    }

    /** All it got, octet by octet. */
    List<byte[]> octets() {
        return octets;
    }

    /** Sends a request of its own. */
    void says(int transactionId, Body body) {
        says(new Header(terms.version(), false, terms.conferenceId(), transactionId, terms.userId()), body);
    }

    void says(Header header, Body body) {
        gives(BfcpWriter.write(header, body));
    }

    /** Answers what it got last. */
    void answers(Body body) {
        Header header = last().header();
        says(
                new Header(
                        header.version(),
                        !terms.reliable(),
                        header.conferenceId(),
                        header.transactionId(),
                        header.userId()),
                body);
    }

    void gives(byte[] sent) {
        association.orElseThrow().receive(sent, 0, sent.length);
    }
}
