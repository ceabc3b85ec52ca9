package tandem.gateway.http;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import tandem.gateway.sip.Step;

/**
 * A ladder drawn with a column for each address: who called on the left, we beside it, whom we called on the right; decisions stand between
 * the messages they led to.
 */
final class LadderDrawing {
    private static final int TIME = 14;
    private static final int WIDTH = 34;
    private static final int MOST_COLUMNS = 5;
    private static final String US = "Tandem";

    private final StringBuilder out = new StringBuilder(2048);
    private final List<String> columns = new ArrayList<>();
    private final boolean full;

    private LadderDrawing(List<Step> steps, boolean full) {
        this.full = full;
        for (Step step : steps) {
            if (step instanceof Step.Passed passed
                    && !columns.contains(peer(passed))
                    && columns.size() < MOST_COLUMNS) {
                columns.add(peer(passed));
            }
        }
        columns.add(Math.min(1, columns.size()), US);
    }

    /** The drawing; {@code full} writes out each message below its arrow. */
    static String of(List<Step> steps, boolean full) {
        LadderDrawing drawing = new LadderDrawing(steps, full);
        drawing.heads();
        for (Step step : steps) {
            switch (step) {
                case Step.Passed passed -> drawing.message(passed);
                case Step.Decided decided -> drawing.decision(decided);
            }
        }
        return drawing.out.toString();
    }

    private static String peer(Step.Passed step) {
        return step.sent() ? step.to() : step.from();
    }

    private void heads() {
        char[] line = blank(' ');
        for (int i = 0; i < columns.size(); i++) {
            write(line, Math.max(0, at(i) - columns.get(i).length() / 2), columns.get(i));
        }
        line(line);
    }

    private int at(int column) {
        return TIME + WIDTH / 3 + column * WIDTH;
    }

    private char[] blank(char column) {
        char[] line = new char[at(columns.size() - 1) + WIDTH];
        Arrays.fill(line, ' ');
        for (int i = 0; i < columns.size(); i++) {
            line[at(i)] = column;
        }
        return line;
    }

    private static void write(char[] line, int at, String text) {
        for (int i = 0; i < text.length() && at + i < line.length; i++) {
            line[at + i] = text.charAt(i);
        }
    }

    private void line(char[] line) {
        out.append(new String(line).stripTrailing()).append('\n');
    }

    private void message(Step.Passed step) {
        if (step.omitted() > 0) {
            char[] gap = blank(':');
            write(gap, at(0) + 2, "... " + step.omitted() + " more messages of this dialog");
            line(gap);
        }
        int us = columns.indexOf(US);
        int peer = columns.indexOf(peer(step));
        String label = label(step);
        if (peer < 0) {
            label += (step.sent() ? " to " : " from ") + peer(step);
            peer = columns.size() - 1;
        }
        char[] line = blank('|');
        write(
                line,
                0,
                step.at()
                        .toString()
                        .substring(11, Math.min(23, step.at().toString().length()))
                        .replace("Z", ""));
        arrow(line, step.sent() ? us : peer, step.sent() ? peer : us, label);
        line(line);
        if (full) {
            step.text()
                    .ifPresent(text -> text.lines()
                            .forEach(each ->
                                    out.append("    ").append(plain(each)).append('\n')));
        }
    }

    private void arrow(char[] line, int from, int to, String label) {
        int left = at(Math.min(from, to)) + 1;
        int right = at(Math.max(from, to)) - 1;
        for (int i = left; i <= right; i++) {
            line[i] = line[i] == '|' ? '|' : '-';
        }
        line[from < to ? right : left] = from < to ? '>' : '<';
        String shown = label.length() > right - left - 5 ? label.substring(0, right - left - 5) : label;
        write(line, left + (right - left - shown.length()) / 2, " " + shown + " ");
    }

    private static String label(Step.Passed step) {
        String line = plain(step.line());
        String words = line.startsWith("SIP/2.0 ") ? line.substring(8) : request(line);
        boolean described = step.text().filter(text -> text.contains("\nv=0")).isPresent();
        return described ? words.substring(0, Math.min(words.length(), WIDTH - 14)) + " (SDP)" : words;
    }

    /** The method and whom it is for: hosts stand at the head of the columns. */
    private static String request(String line) {
        String words = line.replace(" SIP/2.0", "");
        int uri = words.indexOf(' ') + 1;
        int user = words.indexOf(':', uri) + 1;
        int host = words.indexOf('@', user);
        return uri > 0 && user > 0 && host > 0 ? words.substring(0, uri) + words.substring(user, host) : words;
    }

    private void decision(Step.Decided step) {
        List<String> words = step.words();
        String about = Views.word(step.decision().about());
        for (int i = 0; i < words.size(); i++) {
            out.append(" ".repeat(TIME))
                    .append(i == 0 ? "* " + about + ": " : "    ")
                    .append(plain(words.get(i)))
                    .append('\n');
        }
    }

    /** Without control characters: much of it is the callers' words, and a terminal obeys some of those. */
    private static String plain(String text) {
        return text.replaceAll("\\p{Cc}", "?");
    }
}
