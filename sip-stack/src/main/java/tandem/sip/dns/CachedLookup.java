package tandem.sip.dns;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tandem.base.Clock;

/**
 * Remembers answers as long as their time to live allows, and lets those who ask the same at the same time wait for one answer.
 * A failure is remembered for two seconds, so that a server that is dead is not asked for each call.
 */
final class CachedLookup implements Lookup {
    private static final Logger log = LoggerFactory.getLogger(CachedLookup.class);
    private static final int MAX_KNOWN = 4096;
    private static final int MAX_ASKING = 1024;
    private static final long FAILURE_NS = 2_000_000_000L;
    private static final long LONGEST_S = 86_400;

    private final Source source;
    private final Clock clock;
    private final Map<Question, Known> known = new LinkedHashMap<>() {
        @Override
        protected boolean removeEldestEntry(Map.Entry<Question, Known> eldest) {
            return size() > MAX_KNOWN;
        }
    };
    private final Map<Question, List<Consumer<Answer>>> asking = new HashMap<>();

    /** The network behind the cache. */
    interface Source {
        /** Asks; the answer comes with the seconds it may be kept. */
        void ask(DnsData.Type type, String name, Reply then);
    }

    /** Who waits for the network. */
    interface Reply {
        /** The answer and how long it holds, in seconds. */
        void on(Answer answer, long ttlS);
    }

    private record Question(DnsData.Type type, String name) {}

    private record Known(Answer answer, long untilNs) {}

    CachedLookup(Source source, Clock clock) {
        this.source = source;
        this.clock = clock;
    }

    @Override
    public void ask(DnsData.Type type, String name, Consumer<Answer> then) {
        Question question = new Question(type, name.toLowerCase(Locale.ROOT));
        Known answer = known.get(question);
        if (answer != null && clock.nowNs() - answer.untilNs < 0) {
            then.accept(answer.answer);
            return;
        }
        List<Consumer<Answer>> waiting = asking.get(question);
        if (waiting != null) {
            waiting.add(then);
            return;
        }
        if (asking.size() >= MAX_ASKING) {
            then.accept(new Answer.Failed("too many DNS questions at once"));
            return;
        }
        asking.put(question, new ArrayList<>(List.of(then)));
        source.ask(type, question.name, (came, ttlS) -> answered(question, came, ttlS));
    }

    private void answered(Question question, Answer answer, long ttlS) {
        long keepNs =
                switch (answer) {
                    case Answer.Records records -> Math.min(ttlS, LONGEST_S) * 1_000_000_000L;
                    case Answer.Failed failed -> FAILURE_NS;
                };
        known.remove(question);
        if (keepNs > 0) {
            known.put(question, new Known(answer, clock.nowNs() + keepNs));
        }
        List<Consumer<Answer>> waiting = asking.remove(question);
        if (waiting != null) {
            waiting.forEach(each -> tell(each, answer));
        }
    }

    /** A bug in one who waits leaves the others. */
    private static void tell(Consumer<Answer> each, Answer answer) {
        try {
            each.accept(answer);
        } catch (RuntimeException | Error bug) {
            log.error("a DNS answer could not be made use of", bug);
        }
    }
}
