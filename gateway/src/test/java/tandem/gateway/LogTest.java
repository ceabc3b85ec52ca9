package tandem.gateway;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.joran.JoranConfigurator;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.LoggingEvent;
import ch.qos.logback.core.ConsoleAppender;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.nio.charset.StandardCharsets;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.slf4j.event.KeyValuePair;

/** What a line of the log looks like. */
class LogTest {
    private static String line(String form, boolean ofCall, Throwable cause) throws Exception {
        LoggerContext context = new LoggerContext();
        context.putProperty("TANDEM_LOG", form);
        JoranConfigurator configurator = new JoranConfigurator();
        configurator.setContext(context);
        configurator.doConfigure(Objects.requireNonNull(LogTest.class.getResource("/logback.xml")));
        ConsoleAppender<ILoggingEvent> appender =
                (ConsoleAppender<ILoggingEvent>) context.getLogger("ROOT").getAppender("err");
        LoggingEvent event = new LoggingEvent(
                "", context.getLogger("tandem.call.Calls"), Level.INFO, "ended: {}", cause, new Object[] {"busy"});
        if (ofCall) {
            event.addKeyValuePair(new KeyValuePair("call", "t1-7"));
        }
        return new String(appender.getEncoder().encode(event), StandardCharsets.UTF_8);
    }

    @Test
    void aLineOfTextSaysWhichCallItConcerns() throws Exception {
        String line = line("text", true, new IllegalStateException("x"));
        assertTrue(line.contains(" INFO  Calls call=t1-7 ended: busy\n"), line);
        assertFalse(line("text", false, new IllegalStateException("x")).contains("call="));
    }

    @Test
    void aLineOfJsonIsOneObject() throws Exception {
        String line = line("json", true, new IllegalStateException("x"));
        assertEquals(1, line.lines().count());
        JsonNode json = new ObjectMapper().readTree(line);
        assertEquals("ended: busy", json.path("formattedMessage").asText());
        assertEquals("INFO", json.path("level").asText());
        assertEquals("t1-7", json.path("kvpList").path(0).path("call").asText());
        assertTrue(json.path("timestamp").asLong() > 0);
        assertEquals("x", json.path("throwable").path("message").asText());
    }
}
