package tandem.gateway;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ch.qos.logback.classic.AsyncAppender;
import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.joran.JoranConfigurator;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.LoggingEvent;
import ch.qos.logback.core.ConsoleAppender;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.slf4j.event.KeyValuePair;

/** What a line of the log looks like. */
class LogTest {
    private static String line(String form, boolean ofCall, Throwable cause) throws Exception {
        return line(form, ofCall, cause, "busy");
    }

    private static String line(String form, boolean ofCall, Throwable cause, String what) throws Exception {
        LoggerContext context = new LoggerContext();
        context.putProperty("TANDEM_LOG", form);
        JoranConfigurator configurator = new JoranConfigurator();
        configurator.setContext(context);
        configurator.doConfigure(Objects.requireNonNull(LogTest.class.getResource("/logback.xml")));
        AsyncAppender log = (AsyncAppender) context.getLogger("ROOT").getAppender("log");
        ConsoleAppender<ILoggingEvent> appender = (ConsoleAppender<ILoggingEvent>) log.getAppender("err");
        LoggingEvent event = new LoggingEvent(
                "", context.getLogger("tandem.call.Calls"), Level.INFO, "ended: {}", cause, new Object[] {what});
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

    @Test
    void aCallerForgesNoLineAndCommandsNoTerminal() throws Exception {
        String line =
                line("text", false, new IllegalStateException("x"), "a\r\n2026 ERROR forged \u001b[2J\u009b2J \u0000");
        assertTrue(line.contains("ended: a??2026 ERROR forged ?[2J?2J ?\n"), line);
    }

    /** A pipe that nobody reads stands still, and whoever writes into it. */
    @Test
    void aReaderThatStoppedReadingHoldsNobodyUp() throws Exception {
        LoggerContext context = new LoggerContext();
        JoranConfigurator configurator = new JoranConfigurator();
        configurator.setContext(context);
        configurator.doConfigure(Objects.requireNonNull(LogTest.class.getResource("/logback.xml")));
        AsyncAppender log = (AsyncAppender) context.getLogger("ROOT").getAppender("log");
        ConsoleAppender<ILoggingEvent> appender = (ConsoleAppender<ILoggingEvent>) log.getAppender("err");
        CountDownLatch reads = new CountDownLatch(1);
        appender.setOutputStream(new OutputStream() {
            @Override
            public void write(int octet) throws IOException {
                try {
                    reads.await();
                } catch (InterruptedException stopped) {
                    throw new IOException(stopped);
                }
            }
        });
        Logger logger = context.getLogger("tandem");
        CompletableFuture<Void> logged = CompletableFuture.runAsync(() -> {
            for (int i = 0; i < 10_000; i++) {
                logger.warn("line {}", i);
            }
        });
        logged.get(20, TimeUnit.SECONDS);
        reads.countDown();
        context.stop();
    }
}
