package tandem.gateway;

import static org.junit.jupiter.api.Assertions.assertEquals;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.AppenderBase;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;
import tandem.base.HandTurnedLoop;
import tandem.base.StallMeter;

/** What the log says of loops that were held. */
class StallLogTest {
    private static final long MS = 1_000_000;

    private final List<String> logged = new ArrayList<>();
    private final Logger logger = (Logger) LoggerFactory.getLogger(StallMeter.class);
    private final AppenderBase<ILoggingEvent> listener = new AppenderBase<>() {
        @Override
        protected void append(ILoggingEvent event) {
            logged.add(event.getLevel() + " " + event.getFormattedMessage());
        }
    };
    private final HandTurnedLoop time = new HandTurnedLoop();
    private final StallMeter meter = new StallMeter("media-0", 20 * MS, time);

    StallLogTest() {
        listener.start();
        logger.addAppender(listener);
    }

    @AfterEach
    void listenNoLonger() {
        logger.detachAppender(listener);
    }

    private void hold(Object handler, long ms) {
        meter.enter();
        time.advanceMs(ms);
        meter.leave(handler);
    }

    @Test
    void aHandlerThatHeldTheLoopIsWarnedOfOnceASecond() {
        hold("a text", 30);
        hold("a text", 30);
        hold(7, 40);
        assertEquals(
                List.of(
                        "WARN loop media-0 held for 30 ms by java.lang.String (0 more not said)",
                        "WARN loop media-0 held for 40 ms by java.lang.Integer (0 more not said)"),
                logged);
        time.advanceMs(1_000);
        hold("a text", 30);
        assertEquals("WARN loop media-0 held for 30 ms by java.lang.String (1 more not said)", logged.getLast());
        assertEquals(4, meter.stalls());
    }

    @Test
    void aBusyMachineIsMentionedOnceAMinuteAndCountedAlways() {
        for (int i = 0; i < 90; i++) {
            meter.late(25 * MS);
            time.advanceMs(1_000);
        }
        assertEquals(
                List.of(
                        "INFO loop media-0 came back 25 ms late: the machine is busy (0 more not said)",
                        "INFO loop media-0 came back 25 ms late: the machine is busy (59 more not said)"),
                logged);
        assertEquals(90, meter.stalls());
        assertEquals(90 * 25 * MS, meter.stalledNs());
    }

    @Test
    void whatStaysWithinTheLimitIsNoStall() {
        hold("a text", 20);
        meter.late(20 * MS);
        assertEquals(List.of(), logged);
        assertEquals(0, meter.stalls());
    }
}
