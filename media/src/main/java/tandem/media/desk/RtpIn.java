package tandem.media.desk;

import tandem.media.rtp.Format;
import tandem.media.rtp.Formats;
import tandem.media.rtp.Inbound;
import tandem.media.rtp.Latch;
import tandem.media.rtp.RtpSource;
import tandem.media.rtp.Step;

/** Believes or drops an RTP packet: payload type agreed on, source followed, number plausible; counts it. */
final class RtpIn implements Step {
    private final Formats receive;
    private final Latch latch;
    private final RtpSource source;
    private final PathCounters counters;
    private final Step next;
    private int lastClockRate; // of the packet before, 0 where its time says nothing

    RtpIn(Formats receive, Latch latch, RtpSource source, PathCounters counters, Step next) {
        this.receive = receive;
        this.latch = latch;
        this.source = source;
        this.counters = counters;
        this.next = next;
    }

    @Override
    public void take(Inbound in) {
        Format format = receive.of(in.packet.payloadType());
        if (format.unknown()) {
            counters.unknownPayload++;
            return;
        }
        if (!latch.accepts(in.from, !source.changed(in.packet.ssrc()), in.nowNs)) {
            counters.strangers++;
            return;
        }
        if (!in.packet.strip()) {
            counters.malformed++;
            return;
        }
        boolean comparable = format.kind() != Format.Kind.EVENT && format.clockRate() == lastClockRate;
        if (!comparable) {
            source.forgetTransit(); // an event's packets all bear the time of its start
        }
        if (!source.count(in.packet, arrival(in.nowNs, format.clockRate()))) {
            return;
        }
        lastClockRate = format.kind() == Format.Kind.EVENT ? 0 : format.clockRate();
        in.newSource = source.begun();
        if (in.newSource) {
            counters.sources++;
        }
        in.format = format;
        counters.heardNs = in.nowNs;
        if (format.kind() == Format.Kind.AUDIO) {
            counters.lastHeard = format;
        }
        next.take(in);
    }

    private static int arrival(long nowNs, int clockRate) {
        return (int) (nowNs / 1_000 * clockRate / 1_000_000);
    }

    @Override
    public String toString() {
        return "Rtp -> " + next;
    }
}
