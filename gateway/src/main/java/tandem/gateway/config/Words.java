package tandem.gateway.config;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.databind.BeanDescription;
import com.fasterxml.jackson.databind.DeserializationConfig;
import com.fasterxml.jackson.databind.DeserializationContext;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JavaType;
import com.fasterxml.jackson.databind.JsonDeserializer;
import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import com.fasterxml.jackson.databind.deser.BeanDeserializerModifier;
import com.fasterxml.jackson.databind.deser.std.StdDeserializer;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.module.SimpleModule;
import com.fasterxml.jackson.datatype.jdk8.Jdk8Module;
import java.io.IOException;
import java.net.InetAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.Locale;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import tandem.call.Cidr;

/** How the words of the configuration become values; each says in its error what would be right. */
final class Words {
    private static final Pattern SPAN = Pattern.compile("(\\d{1,9})\\s*(ms|s|m|h|d)");

    private Words() {}

    /** Binds text to records: kebab-case keys, every value from a word. */
    static JsonMapper mapper() {
        SimpleModule words = new SimpleModule("words");
        word(words, Listen.class, Listen::of);
        word(words, PortRange.class, PortRange::of);
        word(words, PublicAddress.class, PublicAddress::of);
        word(words, TlsTrust.class, TlsTrust::of);
        word(words, HepAddress.class, HepAddress::of);
        word(words, HoldMusic.class, HoldMusic::of);
        word(words, TrunkHost.class, TrunkHost::of);
        word(words, Keepalive.class, Keepalive::of);
        word(words, CpuLimit.class, CpuLimit::of);
        word(words, Hours.class, Hours::of);
        word(words, Cidr.class, Networks::network);
        word(words, InetAddress.class, Networks::address);
        word(words, Secret.class, Secret::new);
        word(words, Path.class, Path::of);
        word(words, Duration.class, Words::span);
        word(words, Integer.class, text -> Numbers.inRange(text, 0, Integer.MAX_VALUE, "a whole number"));
        word(words, int.class, text -> Numbers.inRange(text, 0, Integer.MAX_VALUE, "a whole number"));
        word(words, Boolean.class, Words::yes);
        words.setDeserializerModifier(new EnumWords());
        return JsonMapper.builder()
                .propertyNamingStrategy(PropertyNamingStrategies.KEBAB_CASE)
                .enable(DeserializationFeature.FAIL_ON_NULL_CREATOR_PROPERTIES)
                .addModule(new Jdk8Module())
                .addModule(words)
                .build();
    }

    /** A span of time: a number with ms, s, m, h or d. */
    static Duration span(String text) {
        Matcher m = SPAN.matcher(text);
        if (!m.matches()) {
            throw new IllegalArgumentException("'" + text + "' is no span of time: write 500ms, 30s, 5m, 2h or 1d");
        }
        long number = Long.parseLong(m.group(1));
        return switch (m.group(2)) {
            case "ms" -> Duration.ofMillis(number);
            case "s" -> Duration.ofSeconds(number);
            case "m" -> Duration.ofMinutes(number);
            case "h" -> Duration.ofHours(number);
            default -> Duration.ofDays(number);
        };
    }

    private static boolean yes(String text) {
        return switch (text) {
            case "true", "on", "yes" -> true;
            case "false", "off", "no" -> false;
            default -> throw new IllegalArgumentException("'" + text + "' is neither true nor false");
        };
    }

    private static <T> void word(SimpleModule module, Class<T> type, Function<String, ? extends T> reader) {
        module.addDeserializer(type, new Word<>(type, reader));
    }

    /** A value read from one word. */
    private static final class Word<T> extends StdDeserializer<T> {
        private static final long serialVersionUID = 1;

        private final transient Function<String, ? extends T> reader;

        Word(Class<?> type, Function<String, ? extends T> reader) {
            super(type);
            this.reader = reader;
        }

        @Override
        public T deserialize(JsonParser parser, DeserializationContext context) throws IOException {
            return reader.apply(parser.getText());
        }
    }

    /** Enumerations by their lower-case names. */
    private static final class EnumWords extends BeanDeserializerModifier {
        private static final long serialVersionUID = 1;

        @Override
        public JsonDeserializer<?> modifyEnumDeserializer(
                DeserializationConfig config, JavaType type, BeanDescription bean, JsonDeserializer<?> standard) {
            Object[] constants = type.getRawClass().getEnumConstants();
            return new Word<Object>(type.getRawClass(), text -> constant(constants, text));
        }

        private static Object constant(Object[] constants, String text) {
            for (Object constant : constants) {
                if (constant.toString().equalsIgnoreCase(text)) {
                    return constant;
                }
            }
            String all = Arrays.stream(constants)
                    .map(c -> c.toString().toLowerCase(Locale.ROOT))
                    .collect(Collectors.joining(", "));
            throw new IllegalArgumentException("'" + text + "' is none of " + all);
        }
    }
}
