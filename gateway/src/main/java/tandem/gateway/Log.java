package tandem.gateway;

import ch.qos.logback.classic.LoggerContext;
import org.slf4j.LoggerFactory;

/** The log's end. Lines are written by a thread of their own, which at the end of the program still has some. */
public final class Log {
    private Log() {}

    /** Writes what is waiting, for a second at most; what is logged afterwards is lost. */
    public static void close() {
        if (LoggerFactory.getILoggerFactory() instanceof LoggerContext context) {
            context.stop();
        }
    }
}
