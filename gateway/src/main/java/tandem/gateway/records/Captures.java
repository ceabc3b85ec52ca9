package tandem.gateway.records;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tandem.base.Loop;
import tandem.call.CallFacts;
import tandem.call.CallRecord;
import tandem.call.Calls;
import tandem.gateway.sip.Ladders;
import tandem.gateway.sip.MessageCopies;
import tandem.gateway.sip.Step;
import tandem.sip.SipTraced;

/**
 * Captures of calls on demand: one at a time of a call, a few in all, each with what its ladder still holds at the beginning. On the
 * signalling loop.
 */
public final class Captures implements MessageCopies.Taker, CallFacts {
    /** How long one lasts at most. */
    public static final int MOST_SECONDS = 3_600;

    private static final Logger log = LoggerFactory.getLogger(Captures.class);
    private static final int MOST_RUNNING = 4;
    private static final int MOST_KEPT = 16;
    private static final long AFTER_END_NS = 2_000_000_000L; // the answer to a BYE is to be in it

    private final Loop loop;
    private final Ladders ladders;
    private final Path folder;
    private final Map<String, Capture> captures = new LinkedHashMap<>();
    private int running;
    private long made;

    /** Captures that are written in that folder; what lies there of an earlier run is deleted when the first is made. */
    public Captures(Loop loop, Ladders ladders, Path folder) {
        this.loop = loop;
        this.ladders = ladders;
        this.folder = folder;
    }

    /** What came of the wish for one. */
    public sealed interface Outcome {
        /** It runs, or is complete already where the call has ended. */
        record Begun(Capture capture) implements Outcome {}

        /** It was not begun; why, in words. */
        record Refused(String why) implements Outcome {}
    }

    /** Begins one of that call, for so many seconds at most. */
    public Outcome begin(CallRecord call, boolean media, int seconds, Calls calls) {
        Capture known = captures.get(call.id());
        if (known != null && known.ended().isEmpty()) {
            return new Outcome.Refused("a capture of this call is running already");
        }
        if (running >= MOST_RUNNING) {
            return new Outcome.Refused(MOST_RUNNING + " captures are running already");
        }
        Optional<Path> file = file(call.id());
        if (file.isEmpty()) {
            return new Outcome.Refused("the folder for captures cannot be written to");
        }
        Capture capture = new Capture(file.get(), media, loop.clock());
        keep(call.id(), capture);
        for (Step step : ladders.of(call.id())) {
            if (step instanceof Step.Passed passed && passed.octets().length > 0) {
                capture.add(passed.message());
            }
        }
        if (call.state() == CallRecord.State.ENDED) {
            capture.end("the call has ended");
            return new Outcome.Begun(capture);
        }
        running++;
        capture.whenComplete(() -> loop.post(() -> end(call.id(), capture, "it is written", calls)));
        if (media) {
            calls.tap(call.id(), Optional.of(capture));
        }
        loop.after(seconds * 1_000_000_000L, () -> end(call.id(), capture, "the time is up", calls));
        log.atInfo().addKeyValue("call", call.id()).log("captured{}", media ? " with media" : "");
        return new Outcome.Begun(capture);
    }

    private Optional<Path> file(String call) {
        try {
            Files.createDirectories(folder);
            ownersAlone();
            if (made == 0) {
                empty();
            }
            made++;
            return Optional.of(folder.resolve(call.replaceAll("[^A-Za-z0-9-]", "_") + "-" + made + ".pcapng"));
        } catch (IOException unwritable) {
            log.warn("captures cannot be written to {}: {}", folder, unwritable.getMessage());
            return Optional.empty();
        }
    }

    private void ownersAlone() throws IOException {
        try {
            Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwx------"));
        } catch (UnsupportedOperationException elsewhere) {
            log.debug("{} has no such permissions", folder);
        }
    }

    private void empty() throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            for (Path file : files.filter(f -> f.toString().endsWith(".pcapng")).toList()) {
                Files.deleteIfExists(file);
            }
        }
    }

    private void keep(String call, Capture capture) {
        delete(Optional.ofNullable(captures.remove(call)));
        captures.put(call, capture);
        for (String eldest : List.copyOf(captures.keySet())) {
            Capture other = captures.get(eldest);
            if (captures.size() > MOST_KEPT && other != null && other.ended().isPresent()) {
                captures.remove(eldest);
                delete(Optional.of(other));
            }
        }
    }

    private static void delete(Optional<Capture> capture) {
        try {
            if (capture.isPresent()) {
                Files.deleteIfExists(capture.get().file());
            }
        } catch (IOException left) {
            log.debug("{} could not be deleted", capture.get().file());
        }
    }

    private void end(String call, Capture capture, String why, Calls calls) {
        if (captures.get(call) == capture) { // not that of a later one
            calls.tap(call, Optional.empty());
        }
        over(capture, why);
    }

    private void over(Capture capture, String why) {
        if (capture.ended().isEmpty()) {
            capture.end(why);
        }
        running = (int) captures.values().stream()
                .filter(each -> each.ended().isEmpty())
                .count();
    }

    /** Ends that of this call; false where none runs. */
    public boolean end(String call, Calls calls) {
        Optional<Capture> live = of(call).filter(each -> each.ended().isEmpty());
        live.ifPresent(capture -> end(call, capture, "it was stopped", calls));
        return live.isPresent();
    }

    /** That of this call, running or complete. */
    public Optional<Capture> of(String call) {
        return Optional.ofNullable(captures.get(call));
    }

    @Override
    public boolean wants() {
        return running > 0;
    }

    @Override
    public void take(SipTraced message, Optional<String> call) {
        Optional<Capture> capture = call.flatMap(this::of).filter(c -> c.ended().isEmpty());
        capture.ifPresent(each -> each.add(message));
    }

    @Override
    public void onCall(CallRecord call) {
        if (call.state() == CallRecord.State.ENDED) {
            of(call.id())
                    .filter(each -> each.ended().isEmpty())
                    .ifPresent(capture -> loop.after(AFTER_END_NS, () -> over(capture, "the call has ended")));
        }
    }
}
