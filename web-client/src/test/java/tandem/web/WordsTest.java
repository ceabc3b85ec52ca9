package tandem.web;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** The page speaks three languages: what one of them lacks is seen by nobody who does not read it, so it is seen here. */
class WordsTest {
    /** The forms that Intl.PluralRules picks for whole numbers, and the one it takes for all others (Unicode CLDR, plural rules). */
    private static final Map<String, Set<String>> FORMS = Map.of(
            "en", Set.of("one", "other"),
            "ru", Set.of("one", "few", "many", "other"),
            "zh", Set.of("other"));

    private static final Pattern PLACE = Pattern.compile("\\{\\w+}");
    private static final Pattern IN_HTML = Pattern.compile("data-words(?:-\\w+)?=\"([^\"]+)\"");
    private static final Pattern IN_CODE =
            Pattern.compile("\\bsay\\(\\s*(?:[^'`()]*\\? )?'([\\w.-]+)'(?: : '([\\w.-]+)')?");

    @Test
    void everyLanguageHasTheSameTexts() {
        Set<String> english = texts("en").keySet();
        for (String language : FORMS.keySet()) {
            assertEquals(english, texts(language).keySet(), language);
        }
    }

    @Test
    void everyTextHasThePlacesThatItHasInEnglish() {
        for (String language : FORMS.keySet()) {
            texts(language)
                    .forEach((key, text) ->
                            assertEquals(places(texts("en").get(key)), places(text), language + " " + key));
        }
    }

    @Test
    void everyCountedTextHasTheFormsOfItsLanguage() {
        FORMS.forEach((language, forms) -> texts(language).forEach((key, text) -> {
            if (text.isObject()) {
                assertEquals(new TreeSet<>(forms), names(text), language + " " + key);
            }
        }));
    }

    @Test
    void noTextIsAskedForThatIsNotThere() {
        Set<String> asked = new TreeSet<>();
        for (String page : WebFiles.pages()) {
            asked.addAll(found(IN_HTML, WebFiles.text(page)));
        }
        for (String module : WebFiles.modules()) {
            asked.addAll(found(IN_CODE, WebFiles.text(module)));
        }
        asked.removeAll(texts("en").keySet());
        assertEquals(Set.of(), asked);
    }

    @Test
    void everyCauseSaysWhatToDo() {
        Set<String> missing = new TreeSet<>();
        Set<String> keys = texts("en").keySet();
        for (String key : keys) {
            if (key.startsWith("cause.") && !key.endsWith(".do") && !keys.contains(key + ".do")) {
                missing.add(key);
            }
        }
        assertEquals(Set.of("cause.detail"), missing);
    }

    private static Map<String, JsonNode> texts(String language) {
        Map<String, JsonNode> texts = new TreeMap<>();
        WebFiles.json("words-" + language + ".json")
                .properties()
                .forEach(entry -> texts.put(entry.getKey(), entry.getValue()));
        return texts;
    }

    private static Set<String> names(JsonNode text) {
        Set<String> names = new TreeSet<>();
        text.fieldNames().forEachRemaining(names::add);
        return names;
    }

    private static Set<String> places(JsonNode text) {
        Set<String> places = new TreeSet<>();
        PLACE.matcher(text.toString()).results().map(MatchResult::group).forEach(places::add);
        return places;
    }

    private static List<String> found(Pattern pattern, String text) {
        List<String> found = new ArrayList<>();
        pattern.matcher(text).results().forEach(match -> {
            for (int group = 1; group <= match.groupCount(); group++) {
                if (match.start(group) >= 0) {
                    found.add(match.group(group));
                }
            }
        });
        return found;
    }
}
