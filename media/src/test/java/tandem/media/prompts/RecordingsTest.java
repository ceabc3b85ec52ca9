package tandem.media.prompts;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import tandem.media.Prompt;

class RecordingsTest {
    private static Map<String, Set<String>> byLanguage() throws Exception {
        Map<String, Set<String>> names = new TreeMap<>();
        try (BufferedReader index = new BufferedReader(new InputStreamReader(
                RecordingsTest.class.getResourceAsStream("/prompts/index.txt"), StandardCharsets.UTF_8))) {
            for (String line : index.lines().toList()) {
                int slash = line.indexOf('/');
                names.computeIfAbsent(line.substring(0, slash), _ -> new TreeSet<>())
                        .add(line.substring(slash + 1));
            }
        }
        return names;
    }

    @Test
    void everyLanguageSaysEverything() throws Exception {
        Map<String, Set<String>> names = byLanguage();
        assertEquals(Set.of("en", "ru", "zh", "music"), names.keySet());
        assertEquals(names.get("en"), names.get("ru"));
        assertEquals(names.get("en"), names.get("zh"));
    }

    @Test
    void eachHasSoundOfItsOwn() throws Exception {
        Recordings recordings = Recordings.loadAll();
        for (Map.Entry<String, Set<String>> language : byLanguage().entrySet()) {
            for (String name : language.getValue()) {
                Prompt.Recording recording = new Prompt.Recording(language.getKey(), name);
                short[] said = recordings.samples(recording).orElseThrow();
                assertTrue(said.length > Recordings.RATE / 5, recording.toString());
                if (!language.getKey().equals("en")) {
                    assertNotSame(
                            recordings.samples(new Prompt.Recording("en", name)).orElse(new short[0]), said);
                }
            }
        }
    }

    @Test
    void whatALanguageLacksIsSaidInEnglish() {
        Recordings recordings = Recordings.load();
        assertTrue(recordings.samples(new Prompt.Recording("de", "welcome")).isPresent());
        assertTrue(recordings.samples(new Prompt.Recording("music", "waiting")).isPresent());
        assertTrue(recordings.samples(new Prompt.Recording("en", "none")).isEmpty());
    }
}
