package tandem.bench;

import com.sun.tools.attach.AttachNotSupportedException;
import com.sun.tools.attach.VirtualMachine;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadInfo;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import javax.management.MBeanServerConnection;
import javax.management.remote.JMXConnector;
import javax.management.remote.JMXConnectorFactory;
import javax.management.remote.JMXServiceURL;
import jdk.jfr.consumer.RecordedEvent;
import jdk.jfr.consumer.RecordedFrame;
import jdk.jfr.consumer.RecordedStackTrace;
import jdk.jfr.consumer.RecordingFile;
import org.jspecify.annotations.Nullable;
import tandem.base.Clock;

/**
 * What the gateway's media threads allocate in a while: the JVM's own count of bytes, and by the flight recorder's samples whose
 * code it was, ours or a library's.
 *
 * @param bytes allocated by the media threads
 * @param oursShare share, 0 to 1, of what was allocated by code of ours
 * @param seconds it took
 * @param where our own frames that allocate most
 */
record Garbage(double bytes, double oursShare, double seconds, String where) {
    private static final String MEDIA = "media";

    @SuppressWarnings("BanJNDI") // the address is the one the JVM we started gave us a line before
    static Garbage of(Gateway gateway, int seconds) {
        try {
            Path file = Files.createTempDirectory("tandem-bench-").resolve("garbage.jfr");
            VirtualMachine machine = VirtualMachine.attach(Long.toString(gateway.pid()));
            String address = machine.startLocalManagementAgent();
            machine.detach();
            try (JMXConnector connector = JMXConnectorFactory.connect(new JMXServiceURL(address))) {
                return watch(gateway, connector.getMBeanServerConnection(), file, seconds);
            } finally {
                Files.deleteIfExists(file);
            }
        } catch (IOException | AttachNotSupportedException failure) {
            throw new MeasureFailed("cannot look into the gateway: " + failure);
        }
    }

    private static Garbage watch(Gateway gateway, MBeanServerConnection server, Path file, int seconds)
            throws IOException {
        com.sun.management.ThreadMXBean threads = ManagementFactory.newPlatformMXBeanProxy(
                server, ManagementFactory.THREAD_MXBEAN_NAME, com.sun.management.ThreadMXBean.class);
        long[] media = mediaThreads(threads);
        if (media.length == 0) {
            throw new MeasureFailed("no thread of the gateway is called " + MEDIA + "...");
        }
        long start = Clock.system().nowNs();
        long before = sum(threads, media);
        Waiting.pass(seconds * 1000L);
        double bytes = sum(threads, media) - before;
        double took = (Clock.system().nowNs() - start) / 1e9;
        gateway.jcmd("JFR.start", "name=garbage", "settings=profile");
        Waiting.pass(seconds * 1000L);
        gateway.jcmd("JFR.dump", "name=garbage", "filename=" + file);
        gateway.jcmd("JFR.stop", "name=garbage");
        return attributed(bytes, took, file);
    }

    private static long[] mediaThreads(com.sun.management.ThreadMXBean threads) {
        return java.util.Arrays.stream(threads.getThreadInfo(threads.getAllThreadIds()))
                .filter(info -> info != null && info.getThreadName().startsWith(MEDIA))
                .mapToLong(ThreadInfo::getThreadId)
                .toArray();
    }

    private static long sum(com.sun.management.ThreadMXBean threads, long[] ids) {
        return java.util.Arrays.stream(threads.getThreadAllocatedBytes(ids)).sum();
    }

    private static Garbage attributed(double bytes, double seconds, Path file) {
        Map<String, Double> weights = new HashMap<>();
        double ours = 0;
        double all = 0;
        try (RecordingFile recording = new RecordingFile(file)) {
            while (recording.hasMoreEvents()) {
                RecordedEvent event = recording.readEvent();
                if (!event.getEventType().getName().equals("jdk.ObjectAllocationSample") || !onMedia(event)) {
                    continue;
                }
                double weight = event.getLong("weight");
                String frame = allocator(event.getStackTrace());
                all += weight;
                if (frame.startsWith("tandem.")) {
                    ours += weight;
                    weights.merge(frame, weight, Double::sum);
                }
            }
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
        List<String> top = weights.entrySet().stream()
                .sorted(Map.Entry.<String, Double>comparingByValue().reversed())
                .limit(3)
                .map(Map.Entry::getKey)
                .toList();
        return new Garbage(bytes, all == 0 ? 0 : ours / all, seconds, String.join(" ", top));
    }

    private static boolean onMedia(RecordedEvent event) {
        return event.getThread() != null
                && event.getThread().getJavaName() != null
                && event.getThread().getJavaName().startsWith(MEDIA);
    }

    /** The innermost frame that is not the JDK's. */
    private static String allocator(@Nullable RecordedStackTrace trace) {
        if (trace == null) {
            return "";
        }
        for (RecordedFrame frame : trace.getFrames()) {
            String type = frame.getMethod().getType().getName();
            if (!type.startsWith("java.") && !type.startsWith("jdk.") && !type.startsWith("sun.")) {
                return type + "." + frame.getMethod().getName();
            }
        }
        return "";
    }

    /** Bytes allocated by our own code. */
    double ours() {
        return bytes * oursShare;
    }

    /** The rest of the figure, for the line. */
    String words(double units, String unit) {
        String by = where.isEmpty() ? "" : "; ours by " + where;
        return String.format("%.0f bytes a %s in all, the rest libraries'%s", bytes / units, unit, by);
    }
}
