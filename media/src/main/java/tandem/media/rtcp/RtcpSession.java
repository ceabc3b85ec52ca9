package tandem.media.rtcp;

import java.nio.ByteBuffer;
import tandem.base.Clock;
import tandem.media.rtp.RtpSender;
import tandem.media.rtp.RtpSource;

/**
 * Our RTCP in one session of two (RFC 3550 section 6): when to report, what the other's reports say about loss and round trip.
 * It sends nothing and has no timer: {@link #due} is asked now and then.
 */
public final class RtcpSession implements RtcpReader.Facts {
    private static final long INTERVAL_NS = 5_000_000_000L;
    private static final double COMPENSATION = 1.21828; // e - 3/2, RFC 3550 section 6.3.1
    private static final int MAX_RTT_UNITS = 60 << 16;

    private final RtpSender sender;
    private final RtpSource source;
    private final RtcpWriter writer;
    private final Clock clock;
    private long nextNs;
    private long packetsAtLast;
    private int lastSrOf;
    private int lastSr;
    private long lastSrNs;
    private double rttMs = -1;
    private int fractionLost;
    private boolean left;

    /**
     * A session whose first report is due after half the interval.
     *
     * @param random 0 to 1, spreads the reports of many sessions
     */
    public RtcpSession(RtpSender sender, RtpSource source, String cname, Clock clock, double random) {
        this.sender = sender;
        this.source = source;
        this.clock = clock;
        this.writer = new RtcpWriter(sender.ssrc(), cname);
        this.nextNs = clock.nowNs() + (long) (interval(random) / 2);
    }

    /** 5 s times 0.5 to 1.5, divided by e - 3/2 (RFC 3550 section 6.3.1). */
    private static double interval(double random) {
        return INTERVAL_NS * (0.5 + random) / COMPENSATION;
    }

    /** Whether it is time for a report. */
    public boolean due(long nowNs) {
        return nowNs - nextNs >= 0;
    }

    /**
     * Writes a report and sets when the next is due; returns its length.
     *
     * @param random 0 to 1
     * @param bye whether it is the last one
     */
    public int write(byte[] into, double random, boolean bye) {
        long now = clock.nowNs();
        nextNs = now + (long) interval(random);
        ByteBuffer out = ByteBuffer.wrap(into);
        int blocks = source.heard() ? 1 : 0;
        if (sender.packets() > packetsAtLast) {
            writer.senderReport(out, sent(now), blocks);
        } else {
            writer.receiverReport(out, blocks);
        }
        packetsAtLast = sender.packets();
        if (blocks == 1) {
            boolean seen = lastSr != 0 && lastSrOf == source.ssrc();
            writer.block(out, source, seen ? lastSr : 0, seen ? units(now - lastSrNs) : 0);
        }
        writer.description(out);
        if (bye) {
            writer.bye(out);
        }
        return out.position();
    }

    private RtcpWriter.Sent sent(long nowNs) {
        return new RtcpWriter.Sent(clock.epochMs(), sender.timestampAt(nowNs), sender.packets(), sender.octets());
    }

    @Override
    public void onSenderReport(int ssrc, int ntp, int rtpTimestamp) {
        lastSrOf = ssrc;
        lastSr = ntp;
        lastSrNs = clock.nowNs();
        left = false;
    }

    @Override
    public void onReport(int about, int fraction, long jitter, int reportSeen, int delay) {
        if (about != sender.ssrc()) {
            return;
        }
        fractionLost = fraction;
        if (reportSeen == 0) {
            return;
        }
        int middle = (int) (RtcpWriter.ntp(clock.epochMs()) >>> 16);
        int trip = middle - reportSeen - delay; // RFC 3550 figure 2
        if (trip >= 0 && trip < MAX_RTT_UNITS) {
            rttMs = trip * 1000.0 / 65_536;
        }
    }

    @Override
    public void onBye(int ssrc) {
        left |= ssrc == source.ssrc();
    }

    private static int units(long ns) {
        return (int) (ns / 1_000 * 65_536 / 1_000_000);
    }

    /** Round trip in milliseconds, or -1 while unknown. */
    public double rttMs() {
        return rttMs;
    }

    /** Loss the other side saw of ours, in percent, in its last report. */
    public int lossSeenPercent() {
        return (fractionLost * 100 + 128) >> 8;
    }

    /** Whether the source said goodbye and was not heard since. */
    public boolean left() {
        return left;
    }
}
