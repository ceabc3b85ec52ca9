package tandem.gateway.http;

import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import tandem.gateway.sip.Step;

/**
 * One step of a ladder: a message, or a decision.
 *
 * @param at when
 * @param kind message or decision
 * @param message the message's first line, or the decision
 * @param protocol of the message
 * @param transport it travelled by
 * @param direction sent or received
 * @param from sender
 * @param to receiver
 * @param dialog the SIP Call-ID of the leg
 * @param omitted how many messages of the dialog before this one are not kept
 * @param text the whole message without its secrets, where that was asked for and it is still kept
 * @param about what was decided upon
 * @param why what stands behind the decision
 */
record StepView(
        Instant at,
        String kind,
        String message,
        Optional<String> protocol,
        Optional<String> transport,
        Optional<String> direction,
        Optional<String> from,
        Optional<String> to,
        Optional<String> dialog,
        Optional<Integer> omitted,
        Optional<String> text,
        Optional<String> about,
        Optional<List<String>> why) {
    static StepView of(Step step, boolean full) {
        return switch (step) {
            case Step.Passed passed -> of(passed, full);
            case Step.Decided decided -> of(decided);
        };
    }

    private static StepView of(Step.Passed step, boolean full) {
        return new StepView(
                step.at(),
                "message",
                step.line(),
                Optional.of("sip"),
                Optional.of(step.transport().toLowerCase(Locale.ROOT)),
                Optional.of(step.sent() ? "sent" : "received"),
                Optional.of(step.from()),
                Optional.of(step.to()),
                Optional.of(step.dialog()),
                Views.positive(step.omitted()),
                full ? step.text() : Optional.empty(),
                Optional.empty(),
                Optional.empty());
    }

    private static StepView of(Step.Decided step) {
        List<String> words = step.words();
        return new StepView(
                step.at(),
                "decision",
                words.isEmpty() ? "" : words.getFirst(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.of(Views.word(step.decision().about())),
                words.size() < 2 ? Optional.empty() : Optional.of(words.subList(1, words.size())));
    }
}
