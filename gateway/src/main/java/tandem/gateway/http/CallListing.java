package tandem.gateway.http;

import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tandem.call.CallRecord;
import tandem.call.CallRecord.State;
import tandem.call.Calls;
import tandem.call.Cause;
import tandem.gateway.records.CallFilter;
import tandem.gateway.records.CallFilter.Cursor;
import tandem.gateway.records.PastCalls;
import tandem.gateway.records.Reader;

/**
 * {@code GET /v1/calls} and {@code /v1/calls/{id}}: live calls, and past ones page by page from the database, as JSON or as CSV. What
 * ended a moment ago is known from memory, before it is in the database.
 */
final class CallListing {
    private static final Logger log = LoggerFactory.getLogger(CallListing.class);
    private static final int MOST = 1_000;
    private static final List<String> PARAMETERS =
            List.of("from", "to", "room", "cause", "number", "limit", "cursor", "format");

    private final Calls calls;
    private final PastCalls past;
    private final Asked asked;
    private final Json json;

    CallListing(Calls calls, PastCalls past, Asked asked, Json json) {
        this.calls = calls;
        this.past = past;
        this.asked = asked;
        this.json = json;
    }

    void add(RoutesConfig routes) {
        routes.get("/v1/calls", this::list);
        routes.get("/v1/calls/{id}", context -> json.answer(context, 200, Views.CallView.of(call(context))));
    }

    private CallRecord call(Context context) {
        String id = context.pathParam("id");
        Optional<CallRecord> known = asked.of(() -> calls.call(id));
        if (known.isPresent()) {
            return known.get();
        }
        try {
            return past.find(id).orElseThrow(() -> Problem.missing("there is no call " + id));
        } catch (Reader.Unreadable away) {
            throw unreadable(away);
        }
    }

    private static Problem unreadable(Reader.Unreadable away) {
        return new Problem(503, "The database is away", String.valueOf(away.getMessage()));
    }

    private void list(Context context) {
        needKnown(context);
        boolean csv = csv(context);
        CallFilter filter = filter(context);
        int limit = limit(context);
        List<CallRecord> known = asked.of(calls::calls);
        List<CallRecord> shown = new ArrayList<>();
        if (filter.after().isEmpty()) {
            known.stream()
                    .filter(call -> call.state() != State.ENDED && filter.takes(call))
                    .forEach(shown::add);
        }
        List<CallRecord> ended = ended(known, filter, limit + 1, context);
        if (ended.size() > limit) {
            context.header("Link", next(context, Cursor.of(ended.get(limit - 1))));
        }
        shown.addAll(ended.subList(0, Math.min(limit, ended.size())));
        if (csv) {
            context.contentType("text/csv; charset=utf-8; header=present").result(CallTable.of(shown));
        } else {
            json.answer(context, 200, shown.stream().map(Views.CallView::of).toList());
        }
    }

    private static void needKnown(Context context) {
        for (String name : context.queryParamMap().keySet()) {
            if (!PARAMETERS.contains(name)) {
                throw Problem.wrong("there is no parameter '" + name + "'; known are " + String.join(", ", PARAMETERS));
            }
        }
    }

    /** The newest that have ended, of memory and of the database; each once. */
    private List<CallRecord> ended(List<CallRecord> known, CallFilter filter, int most, Context context) {
        Map<String, CallRecord> all = new LinkedHashMap<>();
        known.stream()
                .filter(call -> call.state() == State.ENDED && filter.takes(call))
                .forEach(call -> all.put(call.id(), call));
        try {
            past.find(filter, most).forEach(call -> all.putIfAbsent(call.id(), call));
        } catch (Reader.Unreadable away) {
            if (filter.after().isPresent()) {
                throw unreadable(away);
            }
            log.warn("only the last calls are listed: {}", away.getMessage());
            context.header("Warning", "199 tandem \"the database is away: only the last calls are listed\"");
        }
        known.stream().filter(call -> call.state() != State.ENDED).forEach(call -> all.remove(call.id()));
        return all.values().stream()
                .sorted(Comparator.comparing(Cursor::of).reversed())
                .limit(most)
                .toList();
    }

    private static boolean csv(Context context) {
        Optional<String> format = Optional.ofNullable(context.queryParam("format"));
        if (format.isPresent()) {
            return switch (format.get()) {
                case "csv" -> true;
                case "json" -> false;
                default -> throw Problem.wrong("format is to be json or csv");
            };
        }
        String accept = Optional.ofNullable(context.header("Accept")).orElse("");
        return accept.contains("text/csv") && !accept.contains("json");
    }

    private static int limit(Context context) {
        String text = Optional.ofNullable(context.queryParam("limit")).orElse(String.valueOf(MOST));
        if (!text.matches("\\d{1,4}") || Integer.parseInt(text) < 1 || Integer.parseInt(text) > MOST) {
            throw Problem.wrong("limit is to be from 1 to " + MOST);
        }
        return Integer.parseInt(text);
    }

    private static CallFilter filter(Context context) {
        return new CallFilter(
                moment(context, "from"),
                moment(context, "to"),
                given(context, "room"),
                given(context, "cause").map(CallListing::cause),
                given(context, "number"),
                given(context, "cursor")
                        .map(text -> Cursor.read(text)
                                .orElseThrow(() -> Problem.wrong("cursor is none that a Link header gave"))));
    }

    private static Optional<String> given(Context context, String name) {
        return Optional.ofNullable(context.queryParam(name)).filter(text -> !text.isEmpty());
    }

    private static Optional<Instant> moment(Context context, String name) {
        try {
            return given(context, name)
                    .map(text -> OffsetDateTime.parse(text.replace(' ', '+')).toInstant());
        } catch (DateTimeException other) {
            throw Problem.wrong(name + " is to be a moment by RFC 3339, such as 2026-11-27T09:00:00Z");
        }
    }

    private static Cause cause(String word) {
        for (Cause cause : Cause.values()) {
            if (Views.word(cause).equals(word)) {
                return cause;
            }
        }
        throw Problem.wrong("'" + word + "' is no cause; normal, busy and no-answer are some");
    }

    /** The same list from there on (RFC 8288). */
    private static String next(Context context, Cursor last) {
        StringBuilder target = new StringBuilder("</v1/calls?cursor=").append(last.text());
        context.queryParamMap().forEach((name, values) -> {
            if (!name.equals("cursor") && !values.isEmpty()) {
                target.append('&')
                        .append(name)
                        .append('=')
                        .append(URLEncoder.encode(values.getFirst(), StandardCharsets.UTF_8));
            }
        });
        return target.append(">; rel=\"next\"").toString();
    }
}
