package tandem.gateway.http;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.module.SimpleModule;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.ser.std.ToStringSerializer;
import com.fasterxml.jackson.datatype.jdk8.Jdk8Module;
import io.javalin.http.Context;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;

/** JSON as the API speaks it: kebab-case names, RFC 3339 times, ISO 8601 durations, nothing where there is nothing. */
final class Json {
    private static final String TYPE = "application/json";
    private static final String PROBLEM = "application/problem+json";

    private final JsonMapper mapper;

    Json() {
        SimpleModule times = new SimpleModule("times");
        times.addSerializer(Instant.class, ToStringSerializer.instance);
        times.addSerializer(Duration.class, ToStringSerializer.instance);
        mapper = JsonMapper.builder()
                .propertyNamingStrategy(PropertyNamingStrategies.KEBAB_CASE)
                .defaultPropertyInclusion(
                        JsonInclude.Value.construct(JsonInclude.Include.NON_ABSENT, JsonInclude.Include.NON_ABSENT))
                .addModule(new Jdk8Module())
                .addModule(times)
                .build();
    }

    /** Answers with that value. */
    void answer(Context context, int status, Object value) {
        write(context, status, TYPE, value);
    }

    /** The value as text. */
    String text(Object value) {
        return new String(octets(value), StandardCharsets.UTF_8);
    }

    /** Writes a problem document where no handler of a route answers. */
    void problem(HttpServletResponse response, Problem problem) throws IOException {
        response.setStatus(problem.status());
        response.setContentType(PROBLEM);
        response.getOutputStream().write(octets(problem.document()));
    }

    /** Answers with a problem document. */
    void problem(Context context, Problem problem) {
        write(context, problem.status(), PROBLEM, problem.document());
    }

    private void write(Context context, int status, String type, Object value) {
        context.status(status).contentType(type).result(octets(value));
    }

    byte[] octets(Object value) {
        try {
            return mapper.writeValueAsBytes(value);
        } catch (JsonProcessingException unwritable) {
            throw new IllegalStateException("no JSON of " + value.getClass(), unwritable);
        }
    }

    /** The request's body, an object. */
    Fields body(Context context) {
        try {
            JsonNode node = mapper.readTree(context.bodyAsBytes());
            if (node instanceof ObjectNode object) {
                return new Fields(object);
            }
        } catch (IOException broken) {
            throw Problem.wrong("the body is no JSON: "
                    + (broken instanceof JsonProcessingException json
                            ? json.getOriginalMessage()
                            : "it cannot be read"));
        }
        throw Problem.wrong("the body is to be a JSON object");
    }
}
