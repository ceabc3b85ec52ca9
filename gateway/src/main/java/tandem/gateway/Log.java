package tandem.gateway;

import ch.qos.logback.classic.LoggerContext;
import org.slf4j.LoggerFactory;
import org.slf4j.bridge.SLF4JBridgeHandler;

/** The log's beginning and end. Lines are written by a thread of their own, which at the end of the program still has some. */
public final class Log {
    private Log() {}

    /** Lets libraries that log by java.util.logging write into our log, in its form. */
    public static void open() {
        SLF4JBridgeHandler.removeHandlersForRootLogger();
        SLF4JBridgeHandler.install();
    }

    /** Writes what is waiting, for a second at most; what is logged afterwards is lost. */
    public static void close() {
        if (LoggerFactory.getILoggerFactory() instanceof LoggerContext context) {
            context.stop();
        }
    }
}
