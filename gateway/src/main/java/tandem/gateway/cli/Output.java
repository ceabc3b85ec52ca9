package tandem.gateway.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/** Prints answers of the API for a person: a table, or a sentence where there is nothing. */
final class Output {
    private static final Pattern CONTROL = Pattern.compile("\\p{Cc}");

    private Output() {}

    /** Prints a list as a table of those members, or {@code none} where it is empty. */
    static void table(PrintWriter out, JsonNode list, String none, String... members) {
        if (list.isEmpty()) {
            out.println(none);
            return;
        }
        List<List<String>> rows = new ArrayList<>();
        rows.add(List.of(members));
        for (JsonNode item : list) {
            List<String> row = new ArrayList<>();
            for (String member : members) {
                row.add(plain(text(item.path(member))));
            }
            rows.add(row);
        }
        int[] widths = new int[members.length];
        for (List<String> row : rows) {
            for (int i = 0; i < widths.length; i++) {
                widths[i] = Math.max(widths[i], row.get(i).length());
            }
        }
        for (List<String> row : rows) {
            out.println(line(row, widths));
        }
    }

    /** Without control characters: names and addresses are the callers' words, and a terminal obeys some of those. */
    static String plain(String text) {
        return CONTROL.matcher(text).replaceAll("?");
    }

    private static String text(JsonNode value) {
        if (value.isMissingNode() || value.isNull()) {
            return "";
        }
        if (value.isArray()) {
            List<String> addresses = new ArrayList<>();
            value.forEach(item -> addresses.add(item.path("address").asText("")));
            return String.join(" - ", addresses);
        }
        return value.asText();
    }

    private static String line(List<String> row, int[] widths) {
        StringBuilder line = new StringBuilder();
        for (int i = 0; i < widths.length; i++) {
            line.append(row.get(i)).append(" ".repeat(widths[i] - row.get(i).length() + 2));
        }
        return line.toString().stripTrailing();
    }
}
