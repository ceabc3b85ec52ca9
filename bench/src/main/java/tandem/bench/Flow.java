package tandem.bench;

import java.util.List;
import tandem.base.Clock;

/** What streams have received since a moment: a figure counts only while media flows whole. */
final class Flow {
    /** More of what was sent to us missing than this, by the sequence numbers, is no fair measure. */
    private static final double MISSING_MOST = 0.02;

    private static final int PER_SECOND = 50;

    private final RtpFleet fleet;
    private final List<RtpStream> streams;
    private final long[] received;
    private final long missing;
    private final long dropped;
    private final long startNs = Clock.system().nowNs();

    /** Counts from now on. */
    Flow(RtpFleet fleet, List<RtpStream> streams) {
        this.fleet = fleet;
        this.streams = List.copyOf(streams);
        received =
                this.streams.stream().mapToLong(stream -> stream.received.get()).toArray();
        missing = missing(this.streams);
        dropped = fleet.dropped();
    }

    private static long missing(List<RtpStream> streams) {
        return streams.stream().mapToLong(stream -> stream.missing.get()).sum();
    }

    /** CPU of a process while so many seconds pass, in which the streams must receive that share. */
    static Cpu cpu(RtpFleet fleet, List<RtpStream> streams, Proc proc, double seconds, double share) {
        fleet.behindMs();
        Flow flow = new Flow(fleet, streams);
        Cpu cpu = proc.during(seconds);
        flow.require(share);
        return cpu;
    }

    /** Packets received by all streams. */
    long packets() {
        long total = 0;
        for (int i = 0; i < received.length; i++) {
            total += streams.get(i).received.get() - received[i];
        }
        return total;
    }

    /** The share of fifty packets a second and stream that came. */
    double share() {
        double seconds = (Clock.system().nowNs() - startNs) / 1e9;
        return packets() / (received.length * seconds * PER_SECOND);
    }

    /** Packets that the generator's own sockets had no room for. */
    long dropped() {
        return fleet.dropped() - dropped;
    }

    /** The same as a share of what was to come. */
    double droppedShare() {
        long dropped = dropped();
        return dropped == 0 ? 0 : (double) dropped / (dropped + packets());
    }

    /** Fails unless each stream received something, all together at least that share, and next to nothing is missing. */
    void require(double share) {
        int silent = 0;
        for (int i = 0; i < received.length; i++) {
            silent += streams.get(i).received.get() == received[i] ? 1 : 0;
        }
        long gone = missing(streams) - missing;
        long packets = packets();
        if (received.length == 0 || silent > 0 || share() < share || gone > MISSING_MOST * (packets + gone)) {
            throw new MeasureFailed(String.format(
                    "media does not flow: %.1f %% of 50 packets a second, %d of %d streams silent, %d packets missing,"
                            + " of which the generator itself dropped %d",
                    received.length == 0 ? 0 : 100 * share(), silent, received.length, gone, dropped()));
        }
    }
}
