package tandem.dialplans;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import tandem.call.Cause;
import tandem.call.Route;

/** Where a rule sends calls: a route with {@code $0} to {@code $9} still in it. */
interface Go {
    List<String> KEYS = List.of(
            "room", "reception", "echo", "tone", "address", "trunk", "device", "refuse", "number", "ring", "else");

    /** The route for what was caught. */
    Route route(Captured captured);

    /** A route as words of the language, key by key. */
    static Map<String, String> words(Route route) {
        Map<String, String> words = new LinkedHashMap<>();
        switch (route) {
            case Route.ToRoom to -> words.put("room", to.room());
            case Route.ToAddress to -> {
                words.put("address", to.address());
                to.ring().ifPresent(ring -> words.put("ring", ring.toSeconds() + "s"));
            }
            case Route.ToTrunk to -> {
                words.put("trunk", to.trunk());
                words.put("number", to.number());
                if (!to.others().isEmpty()) {
                    words.put("else", String.join(", ", to.others()));
                }
            }
            case Route.ToDevice to -> {
                words.put("device", String.join(", ", to.devices()));
                to.ring().ifPresent(ring -> words.put("ring", ring.toSeconds() + "s"));
                to.otherwise().ifPresent(other -> words.put("else", text(other)));
            }
            case Route.Reception to -> {
                words.put("reception", to.language());
                words.put("tries", String.valueOf(to.tries()));
            }
            case Route.Echo _ -> words.put("echo", "true");
            case Route.Tone tone -> words.put("tone", number(tone.hz()));
            case Route.Refuse refuse -> words.put("refuse", word(refuse.cause()));
        }
        return words;
    }

    /** A route in one line, such as {@code trunk: office, number: +491}. */
    static String text(Route route) {
        return words(route).entrySet().stream()
                .map(e -> e.getKey() + ": " + e.getValue())
                .collect(Collectors.joining(", "));
    }

    /** A cause as a word of the language, such as {@code not-found}. */
    static String word(Cause cause) {
        return cause.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    private static String number(double hz) {
        return hz == Math.rint(hz) ? String.valueOf((long) hz) : String.valueOf(hz);
    }
}
