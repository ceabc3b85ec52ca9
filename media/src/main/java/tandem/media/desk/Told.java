package tandem.media.desk;

import tandem.media.rtp.RtpSender;
import tandem.media.rtp.RtpSource;

/** What a session has told its loop of its packets, so that each is counted once, also over moves between loops. */
final class Told {
    private final RtpSource source;
    private final RtpSender sender;
    private final PathCounters counters;
    private long received;
    private long sent;
    private long lost;
    private long dropped;

    Told(RtpSource source, RtpSender sender, PathCounters counters) {
        this.source = source;
        this.sender = sender;
        this.counters = counters;
    }

    /** Tells what is new; a loss that a late packet made good stays counted. */
    void tell(LoopCounters loop) {
        long in = source.received();
        long out = sender.packets() - counters.unsent;
        long missing = Math.max(lost, source.lostTotal());
        long refused = counters.dropped();
        loop.onPackets(in - received, out - sent, missing - lost, refused - dropped);
        received = in;
        sent = out;
        lost = missing;
        dropped = refused;
    }
}
