package tandem.scenarios.kit;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;

/** What the room page says in English, by the names of its texts (words-en.json). */
public final class Words {
    private static final JsonNode ENGLISH = read();

    private Words() {}

    private static JsonNode read() {
        try (InputStream in = Words.class.getResourceAsStream("/tandem/web/words-en.json")) {
            if (in == null) {
                throw new IllegalStateException("no words-en.json in web-client");
            }
            return new JsonMapper().readTree(in);
        } catch (JsonProcessingException odd) {
            throw new IllegalStateException(odd);
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }

    /** The text of that name. */
    public static String of(String name) {
        return ENGLISH.required(name).asText();
    }

    /** The text of that name in the form for so many. */
    public static String of(String name, int count) {
        String form = count == 1 ? "one" : "other";
        return ENGLISH.required(name).required(form).asText().replace("{count}", Integer.toString(count));
    }
}
