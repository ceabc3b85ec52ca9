package tandem.media.desk;

import tandem.media.VideoCodec;
import tandem.media.rtp.Inbound;
import tandem.media.rtp.Step;

/** Believes or drops a packet of a video stream: payload type agreed on, source followed, number plausible; counts it. */
final class VideoIn implements Step {
    private final VideoPath path;
    private final PathCounters counters;

    VideoIn(VideoPath path, PathCounters counters) {
        this.path = path;
        this.counters = counters;
    }

    @Override
    public void take(Inbound in) {
        if (!path.takes(in.packet.payloadType())) {
            counters.unknownPayload++;
            return;
        }
        boolean sameSource = !path.source().changed(in.packet.ssrc());
        if (!path.carrier().latch().accepts(in.from, sameSource, in.nowNs)) {
            counters.strangers++;
            return;
        }
        if (!in.packet.strip()) {
            counters.malformed++;
            return;
        }
        if (!path.source().count(in.packet, arrival(in.nowNs))) {
            return;
        }
        in.newSource = path.source().begun();
        if (in.newSource) {
            counters.sources++;
        }
        counters.heardNs = in.nowNs;
        if (path.receives()) {
            pass(in);
        }
    }

    private void pass(Inbound in) {
        try {
            path.take(in);
        } catch (RuntimeException | AssertionError | StackOverflowError | LinkageError bug) {
            path.broken(bug);
        }
    }

    private static int arrival(long nowNs) {
        return (int) (nowNs / 1_000 * VideoCodec.CLOCK_RATE / 1_000_000);
    }

    @Override
    public String toString() {
        return "Video";
    }
}
