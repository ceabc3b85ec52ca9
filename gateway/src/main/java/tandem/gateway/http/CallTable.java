package tandem.gateway.http;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;
import tandem.call.CallRecord;
import tandem.call.CallRecord.LegRecord;
import tandem.call.Cause;
import tandem.media.MediaStats;

/**
 * Calls as a table in CSV (RFC 4180): a line a leg, with what is the call's repeated on each. Texts a spreadsheet would take for a formula
 * get an apostrophe before them: what stands there is the callers' words.
 */
final class CallTable {
    private static final String LINE_END = "\r\n";

    /** Where a spreadsheet that splits at another sign would begin a cell with a formula. */
    private static final Pattern BEHIND_A_SEPARATOR = Pattern.compile("([;\\t\\r\\n]\\s*)([=+\\-@|])");

    private static final List<String> COLUMNS = List.of(
            "id",
            "direction",
            "state",
            "caller",
            "caller_address",
            "dialled",
            "room",
            "began",
            "rang",
            "answered",
            "ended",
            "duration_s",
            "cause",
            "words",
            "ended_by",
            "leg",
            "leg_protocol",
            "leg_direction",
            "leg_address",
            "leg_remote",
            "leg_name",
            "leg_agent",
            "leg_trunk",
            "leg_device",
            "leg_began",
            "leg_rang",
            "leg_answered",
            "leg_ended",
            "leg_cause",
            "leg_words",
            "leg_sip_status",
            "leg_q850",
            "leg_ended_by",
            "codec_sent",
            "codec_received",
            "srtp",
            "packets_received",
            "packets_sent",
            "packets_lost",
            "loss_percent",
            "jitter_ms",
            "rtt_ms",
            "mos",
            "mos_least",
            "links");

    private final StringBuilder text = new StringBuilder(1024);
    private boolean first = true;

    private CallTable() {}

    /** The table. */
    static String of(List<CallRecord> calls) {
        CallTable table = new CallTable();
        COLUMNS.forEach(table::cell);
        table.end();
        for (CallRecord call : calls) {
            table.rows(call);
        }
        return table.text.toString();
    }

    private void rows(CallRecord call) {
        for (LegRecord leg : call.legs()) {
            call(call);
            leg(leg);
            links(call);
        }
        if (call.legs().isEmpty()) {
            call(call);
            for (int i = COLUMNS.indexOf("leg"); i < COLUMNS.size() - 1; i++) {
                cell("");
            }
            links(call);
        }
    }

    private void call(CallRecord call) {
        cell(call.id());
        cell(Views.word(call.way()));
        cell(Views.word(call.state()));
        cell(call.caller().number());
        cell(call.caller().address());
        cell(call.dialled());
        cell(call.room());
        cell(Optional.of(call.began()).map(Instant::toString));
        cell(call.rang().map(Instant::toString));
        cell(call.answered().map(Instant::toString));
        cell(call.ended().map(Instant::toString));
        cell(call.answered()
                .flatMap(from -> call.ended().map(to -> Duration.between(from, to)))
                .map(span -> figure(span.toMillis() / 1000.0, 3)));
        cell(call.cause().map(Views::word));
        cell(call.cause().map(Cause::words));
        cell(call.endedBy().map(Views::word));
    }

    private void leg(LegRecord leg) {
        cell(String.valueOf(leg.number()));
        cell(Views.word(leg.protocol()));
        cell(Views.word(leg.way()));
        cell(leg.address());
        cell(leg.remote());
        cell(leg.name());
        cell(leg.agent());
        cell(leg.trunk());
        cell(leg.device());
        cell(leg.times().began().toString());
        cell(leg.times().rang().map(Instant::toString));
        cell(leg.times().answered().map(Instant::toString));
        cell(leg.times().ended().map(Instant::toString));
        cell(leg.cause().map(Views::word));
        cell(leg.cause().map(Cause::words));
        cell(leg.codes().sip() == 0 ? "" : String.valueOf(leg.codes().sip()));
        cell(leg.codes().q850() == 0 ? "" : String.valueOf(leg.codes().q850()));
        cell(leg.endedBy().map(Views::word));
        media(leg.codec(), leg.media());
    }

    private void media(String codec, MediaStats media) {
        MediaStats.Overall overall = media.overall();
        cell(codec);
        cell(media.codec());
        cell(media.secured());
        cell(String.valueOf(media.packetsReceived()));
        cell(String.valueOf(media.packetsSent()));
        cell(String.valueOf(Math.max(0, media.packetsLost())));
        cell(figure(overall.lossPercent(), 2));
        cell(figure(overall.jitterMs(), 2));
        cell(overall.rttMs() < 0 ? "" : figure(overall.rttMs(), 2));
        cell(overall.mos() > 0 ? figure(overall.mos(), 2) : "");
        cell(overall.leastMos() > 0 ? figure(overall.leastMos(), 2) : "");
    }

    private void links(CallRecord call) {
        List<String> words = new ArrayList<>();
        call.links().forEach(link -> words.add(Views.word(link.kind()) + " " + link.call()));
        cell(String.join("; ", words));
        end();
    }

    private static String figure(double value, int decimals) {
        return String.format(Locale.ROOT, "%." + decimals + "f", value);
    }

    private void cell(Optional<String> value) {
        cell(value.orElse(""));
    }

    private void cell(String value) {
        if (!first) {
            text.append(',');
        }
        first = false;
        String inert = BEHIND_A_SEPARATOR.matcher(value).replaceAll("$1'$2");
        String plain = isFormula(inert) ? "'" + inert : inert;
        boolean quoted = plain.chars().anyMatch(c -> c == ',' || c == '"' || c == '\r' || c == '\n');
        text.append(quoted ? '"' + plain.replace("\"", "\"\"") + '"' : plain);
    }

    /** What spreadsheets begin a formula with, or may skip before one. */
    private static boolean isFormula(String value) {
        return !value.isEmpty() && "=+-@\t\r\n|".indexOf(value.charAt(0)) >= 0;
    }

    private void end() {
        text.append(LINE_END);
        first = true;
    }
}
