package tandem.media.video;

import org.jspecify.annotations.Nullable;
import tandem.media.VideoCodec;
import tandem.media.rtp.RtpPacket;

/**
 * Makes one stream of many for one receiver: rewrites SSRC, sequence number and timestamp, and the picture ids of VP8 and VP9, so
 * that sources which take turns and layers which are left out leave no trace. Packets may come in disorder: one that comes late
 * gets the number that is kept for it. Allocates nothing.
 *
 * <p>Whoever calls decides which packets go: it switches at a key frame, leaves out whole layer frames, and where the highest
 * spatial layer of VP9 is left out it sets the marker of the last packet below.
 */
public final class Splice {
    private static final long NS = 1_000_000_000L;

    private final int ssrc;
    private final Renumbering sequences;
    private final Renumbering longIds;
    private final Renumbering shortIds;
    private final @Nullable PictureNumbers numbers; // of codecs that have them
    private int source;
    private int idBits;
    private boolean chosen;
    private boolean began;
    private int timestampShift;
    private int lastTimestamp;
    private long lastNs;
    private boolean sent;
    private int baseShift;
    private int lastBase = -1;
    private long refused;

    /**
     * A stream that is called {@code ssrc} and begins with these numbers.
     *
     * @param pictureId the first one, where the codec has them
     */
    public Splice(VideoCodec codec, int ssrc, int sequence, int timestamp, int pictureId) {
        this.numbers = switch (codec) {
            case VP8 -> new Vp8Descriptor();
            case VP9 -> new Vp9Descriptor();
            case H264, AV1, H263, H263_1998 -> null;
        };
        this.ssrc = ssrc;
        this.sequences = new Renumbering(16, sequence);
        this.longIds = new Renumbering(15, pictureId);
        this.shortIds = new Renumbering(7, pictureId);
        this.lastTimestamp = timestamp;
    }

    /**
     * From the next packet of {@code newSource} on it is the source: called when that packet begins a key frame. The same source
     * again is one that paused, or began its numbers anew.
     */
    public void switchTo(int newSource) {
        source = newSource;
        chosen = true;
        began = false;
        sequences.restart();
        longIds.restart();
        shortIds.restart();
    }

    /** The source that is forwarded now; meaningless before the first. */
    public int source() {
        return source;
    }

    /** Packets that were not forwarded: of other sources, twice, too old, or of what was left out. */
    public long refused() {
        return refused;
    }

    /**
     * Rewrites a packet in place.
     *
     * @param nowNs when it is sent: at a switch the timestamp goes on by what passed since the last packet
     * @return false when it must not be forwarded, and then it is as it was
     */
    public boolean rewrite(RtpPacket packet, long nowNs) {
        if (!chosen || packet.ssrc() != source || sequences.taken(packet.sequence())) {
            refused++;
            return false;
        }
        if (!began) {
            begin(packet, nowNs);
        }
        int sequence = sequences.map(packet.sequence());
        if (sequence < 0 || !picture(packet)) {
            refused++;
            return false;
        }
        packet.sequence(sequence);
        packet.timestamp(packet.timestamp() + timestampShift);
        packet.ssrc(ssrc);
        if (!sent || packet.timestamp() - lastTimestamp >= 0) {
            lastTimestamp = packet.timestamp();
            lastNs = nowNs;
        }
        sent = true;
        return true;
    }

    private void begin(RtpPacket packet, long nowNs) {
        began = true;
        int target = lastTimestamp;
        if (sent) {
            long passed = Math.max(0, nowNs - lastNs);
            long units = passed / NS * VideoCodec.CLOCK_RATE + passed % NS * VideoCodec.CLOCK_RATE / NS;
            target += (int) Math.max(1, units);
        }
        timestampShift = target - packet.timestamp();
        PictureNumbers its = numbers(packet);
        int base = its == null ? -1 : its.tl0PicIdx();
        idBits = its == null ? 0 : its.pictureIdBits();
        baseShift = base < 0 ? 0 : lastBase + 1 - base;
    }

    private Renumbering pictures() {
        return idBits == 7 ? shortIds : longIds;
    }

    /** Those of that packet; null where the codec has none or they cannot be read. */
    private @Nullable PictureNumbers numbers(RtpPacket packet) {
        PictureNumbers its = numbers;
        boolean read = its != null && its.wrap(packet.bytes(), packet.payload(), packet.payloadLength());
        return read ? its : null;
    }

    /** Rewrites picture id and TL0PICIDX; false when the picture is one that was left out. */
    private boolean picture(RtpPacket packet) {
        PictureNumbers its = numbers(packet);
        if (its == null) {
            return true;
        }
        if (idBits > 0 && its.pictureIdBits() == idBits) {
            int id = pictures().map(its.pictureId());
            if (id < 0) {
                return false;
            }
            its.pictureId(id);
        }
        if (its.tl0PicIdx() >= 0) {
            its.tl0PicIdx(shifted(its.tl0PicIdx()));
        }
        return true;
    }

    private int shifted(int base) {
        int out = (base + baseShift) & 0xFF;
        if (lastBase < 0 || ((out - lastBase) & 0xFF) < 0x80) {
            lastBase = out;
        }
        return out;
    }

    /** A packet of the source is not forwarded, for its layer is not: what comes behind it moves up. Others are ignored. */
    public void leaveOut(RtpPacket packet) {
        if (!began || packet.ssrc() != source) {
            return;
        }
        sequences.leaveOut(packet.sequence());
        PictureNumbers its = numbers(packet);
        if (its != null && its.pictureIdBits() == 15) {
            pictures().leaveOut(its.pictureId());
        }
    }
}
