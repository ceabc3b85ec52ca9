package tandem.gateway.http;

import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;
import tandem.call.CallRecord;
import tandem.call.Calls;
import tandem.gateway.records.Capture;
import tandem.gateway.records.Captures;

/** {@code /v1/calls/{id}/capture}: begins, gives and ends a capture of a call. */
final class CaptureRoutes {
    private static final String TYPE = "application/vnd.tcpdump.pcap";
    private static final int USUAL_SECONDS = 60;
    private static final long LOOK_NS = 50_000_000L;

    private final Calls calls;
    private final Captures captures;
    private final Asked asked;
    private final Json json;

    CaptureRoutes(Calls calls, Captures captures, Asked asked, Json json) {
        this.calls = calls;
        this.captures = captures;
        this.asked = asked;
        this.json = json;
    }

    void add(RoutesConfig routes) {
        routes.post("/v1/calls/{id}/capture", this::begin);
        routes.get("/v1/calls/{id}/capture", this::give);
        routes.delete("/v1/calls/{id}/capture", context -> {
            String id = context.pathParam("id");
            asked.done(() -> {
                call(id);
                if (!captures.end(id, calls)) {
                    throw Problem.conflict("no capture of this call is running");
                }
            });
            context.status(204);
        });
    }

    private CallRecord call(String id) {
        return calls.call(id).orElseThrow(() -> Problem.missing("there is no call " + id + ", or it is long over"));
    }

    private void begin(Context context) {
        Fields fields = json.body(context);
        boolean media = fields.flag("media").orElse(false);
        int seconds = fields.number("seconds", 1, Captures.MOST_SECONDS).orElse(USUAL_SECONDS);
        fields.end();
        String id = context.pathParam("id");
        Captures.Outcome outcome = asked.of(() -> captures.begin(call(id), media, seconds, calls));
        switch (outcome) {
            case Captures.Outcome.Begun(Capture capture) -> {
                context.header("Location", "/v1/calls/" + id + "/capture");
                json.answer(
                        context,
                        201,
                        new Begun(id, media, seconds, capture.ended().isEmpty() ? "running" : "complete"));
            }
            case Captures.Outcome.Refused(String why) -> throw Problem.conflict(why);
        }
    }

    /**
     * A capture that was begun.
     *
     * @param call its call
     * @param media whether media is in it
     * @param seconds for how long at most
     * @param state running, or complete where the call has ended
     */
    record Begun(String call, boolean media, int seconds, String state) {}

    /** The file as it grows, to its end: whoever reads it may look on while it is made. */
    private void give(Context context) throws IOException {
        String id = context.pathParam("id");
        Optional<Capture> found = asked.of(() -> captures.of(id));
        Capture capture = found.orElseThrow(() -> Problem.missing("there is no capture of call " + id));
        context.res().setContentType(TYPE);
        context.res()
                .setHeader(
                        "Content-Disposition",
                        "attachment; filename=\"" + capture.file().getFileName() + "\"");
        OutputStream out = context.res().getOutputStream();
        while (!Files.exists(capture.file()) && !capture.complete()) {
            LockSupport.parkNanos(LOOK_NS);
        }
        try (InputStream in = Files.newInputStream(capture.file())) {
            boolean more = true;
            while (more) {
                more = !capture.complete(); // before the last look
                if (in.transferTo(out) > 0) {
                    out.flush();
                } else if (more) {
                    LockSupport.parkNanos(LOOK_NS);
                }
            }
        }
    }
}
