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
import java.util.function.LongSupplier;
import javax.management.MBeanServerConnection;
import javax.management.remote.JMXConnector;
import javax.management.remote.JMXConnectorFactory;
import javax.management.remote.JMXServiceURL;
import jdk.jfr.consumer.RecordedEvent;
import jdk.jfr.consumer.RecordedFrame;
import jdk.jfr.consumer.RecordedStackTrace;
import jdk.jfr.consumer.RecordingFile;
import org.jspecify.annotations.Nullable;

/**
 * What the gateway's media threads allocate for one unit of work: the JVM's own count of bytes, and by the flight recorder's
 * samples whose code it was, ours or a library's.
 *
 * @param bytes a unit, by the media threads
 * @param oursShare share, 0 to 1, of what was allocated by code of ours
 * @param untracedShare share, 0 to 1, of what no stack says whose it was
 * @param where our own frames that allocate most
 */
record Garbage(double bytes, double oursShare, double untracedShare, String where) {
    private static final String MEDIA = "media";

    /** So little a unit that the recorder may well have no sample of it. */
    private static final double NEXT_TO_NOTHING = 1;

    /** Watches for so many seconds, in which {@code units} tells how many units of work were done so far. */
    @SuppressWarnings("BanJNDI") // the address is the one the JVM we started gave us a line before
    static Garbage of(Gateway gateway, int seconds, LongSupplier units) {
        try {
            Path folder = Files.createTempDirectory("tandem-bench-");
            VirtualMachine machine = VirtualMachine.attach(Long.toString(gateway.pid()));
            String address = machine.startLocalManagementAgent();
            machine.detach();
            try (JMXConnector connector = JMXConnectorFactory.connect(new JMXServiceURL(address))) {
                double bytes = bytes(connector.getMBeanServerConnection(), seconds, units);
                return attributed(bytes, record(gateway, folder.resolve("garbage.jfr"), seconds));
            } finally {
                Folders.delete(folder);
            }
        } catch (IOException | AttachNotSupportedException failure) {
            throw new MeasureFailed("cannot look into the gateway: " + failure);
        }
    }

    private static double bytes(MBeanServerConnection server, int seconds, LongSupplier units) throws IOException {
        com.sun.management.ThreadMXBean threads = ManagementFactory.newPlatformMXBeanProxy(
                server, ManagementFactory.THREAD_MXBEAN_NAME, com.sun.management.ThreadMXBean.class);
        long[] media = mediaThreads(threads);
        if (media.length == 0) {
            throw new MeasureFailed("no thread of the gateway is called " + MEDIA + "...");
        }
        long before = sum(threads, media);
        long unitsBefore = units.getAsLong();
        Waiting.pass(seconds * 1000L);
        double bytes = sum(threads, media) - before;
        long done = units.getAsLong() - unitsBefore;
        if (done <= 0) {
            throw new MeasureFailed("nothing was done while the media threads were watched");
        }
        return bytes / done;
    }

    private static Path record(Gateway gateway, Path file, int seconds) {
        gateway.jcmd("JFR.start", "name=garbage", "settings=profile");
        Waiting.pass(seconds * 1000L);
        gateway.jcmd("JFR.dump", "name=garbage", "filename=" + file);
        gateway.jcmd("JFR.stop", "name=garbage");
        return file;
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

    private static Garbage attributed(double bytes, Path file) {
        Map<String, Double> weights = new HashMap<>();
        try (RecordingFile recording = new RecordingFile(file)) {
            while (recording.hasMoreEvents()) {
                RecordedEvent event = recording.readEvent();
                if (event.getEventType().getName().equals("jdk.ObjectAllocationSample") && onMedia(event)) {
                    weights.merge(allocator(event.getStackTrace()), (double) event.getLong("weight"), Double::sum);
                }
            }
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
        return attributed(bytes, weights);
    }

    /** By the weight of each allocating frame; "" is that of samples without a stack. */
    static Garbage attributed(double bytes, Map<String, Double> weights) {
        double all = weights.values().stream().mapToDouble(weight -> weight).sum();
        if (all == 0 && bytes >= NEXT_TO_NOTHING) {
            throw new MeasureFailed("the flight recorder has no sample of " + bytes + " bytes a unit");
        }
        if (all == 0) {
            return new Garbage(bytes, 1, 0, ""); // at worst all of it is ours
        }
        List<Map.Entry<String, Double>> ours = weights.entrySet().stream()
                .filter(entry -> entry.getKey().startsWith("tandem."))
                .sorted(Map.Entry.<String, Double>comparingByValue().reversed())
                .toList();
        double weight = ours.stream().mapToDouble(Map.Entry::getValue).sum();
        String where =
                String.join(" ", ours.stream().limit(3).map(Map.Entry::getKey).toList());
        return new Garbage(bytes, weight / all, weights.getOrDefault("", 0.0) / all, where);
    }

    private static boolean onMedia(RecordedEvent event) {
        return event.getThread() != null
                && event.getThread().getJavaName() != null
                && event.getThread().getJavaName().startsWith(MEDIA);
    }

    /** The innermost frame that is not the JDK's; nothing where there is no stack. */
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
        return "the JDK";
    }

    /** Bytes a unit allocated by our own code. */
    double ours() {
        return bytes * oursShare;
    }

    /** The rest of the figure, for the line. */
    String words(String unit) {
        String by = where.isEmpty() ? "" : "; ours by " + where;
        return String.format(
                "%.0f bytes a %s in all, the rest libraries', %.1f %% without a stack%s",
                bytes, unit, 100 * untracedShare, by);
    }
}
