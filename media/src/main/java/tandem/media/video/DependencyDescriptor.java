package tandem.media.video;

/**
 * The dependency descriptor header extension (AOMedia's RTP payload format for AV1, appendix A): which frame and layer a packet is
 * of. A structure of templates, once attached, is kept for the packets after it; one object a stream.
 *
 * <pre>
 * |S|E| template id | frame number 16 | then, if there is more: flags, structure, what differs from the template
 * </pre>
 */
public final class DependencyDescriptor {
    /** The most templates of a structure. */
    public static final int MAX_TEMPLATES = 64;

    /** The most decode targets of a structure. */
    public static final int MAX_TARGETS = 32;

    /** The most spatial layers of a structure. */
    public static final int MAX_SPATIAL = 4;

    /** The frame is not part of the decode target. */
    public static final int NOT_PRESENT = 0;

    /** No other frame of the decode target refers to it. */
    public static final int DISCARDABLE = 1;

    /** A receiver may go over to the decode target here. */
    public static final int SWITCH = 2;

    /** Others of the decode target may refer to it. */
    public static final int REQUIRED = 3;

    private static final int MANDATORY = 3;
    private static final int MAX_TEMPORAL = 8;

    private final Bits bits = new Bits();
    private final byte[] spatial = new byte[MAX_TEMPLATES];
    private final byte[] temporal = new byte[MAX_TEMPLATES];
    private final byte[] indications = new byte[MAX_TEMPLATES * MAX_TARGETS];
    private final byte[] own = new byte[MAX_TARGETS];
    private final byte[] fdiffs = new byte[MAX_TEMPLATES];
    private final int[] widths = new int[MAX_SPATIAL];
    private final int[] heights = new int[MAX_SPATIAL];
    private boolean start;
    private boolean end;
    private int templateId;
    private int frameNumber;
    private boolean attached;
    private boolean ownIndications;
    private int offset;
    private int templates;
    private int targets;
    private int spatialLayers;
    private int activeTargets;

    /**
     * Reads the extension of one packet.
     *
     * @return false when it is malformed, and then only what was kept of a structure before still counts, or nothing
     */
    public boolean read(byte[] bytes, int from, int length) {
        if (length < MANDATORY) {
            return false;
        }
        bits.wrap(bytes, from, from + length);
        start = bits.flag();
        end = bits.flag();
        templateId = bits.bits(6);
        frameNumber = bits.bits(16);
        attached = false;
        ownIndications = false;
        return length == MANDATORY || extended();
    }

    private boolean extended() {
        attached = bits.flag();
        boolean active = bits.flag();
        ownIndications = bits.flag();
        bits.skip(2); // its own differences and chains, which nobody asks for
        if (attached && !structure()) {
            templates = 0;
            return false;
        }
        if (active) {
            activeTargets = (int) wide(targets);
        } else if (attached) {
            activeTargets = targets == 32 ? -1 : (1 << targets) - 1;
        }
        if (ownIndications) {
            for (int i = 0; i < targets; i++) {
                own[i] = (byte) bits.bits(2);
            }
        }
        return !bits.over() && (templates == 0 || index() < templates);
    }

    private long wide(int count) {
        long value = 0;
        for (int i = 0; i < count; i++) {
            value = value << 1 | bits.bit();
        }
        return value;
    }

    private boolean structure() {
        offset = bits.bits(6);
        targets = bits.bits(5) + 1;
        return layers() && tables() && resolutions();
    }

    private boolean layers() {
        templates = 0;
        int s = 0;
        int t = 0;
        int next;
        do {
            if (templates == MAX_TEMPLATES || s >= MAX_SPATIAL || t >= MAX_TEMPORAL || bits.over()) {
                return false;
            }
            spatial[templates] = (byte) s;
            temporal[templates] = (byte) t;
            templates++;
            next = bits.bits(2);
            if (next == 1) {
                t++;
            } else if (next == 2) {
                t = 0;
                s++;
            }
        } while (next != 3);
        spatialLayers = s + 1;
        return true;
    }

    /** What each template means to each decode target, refers to, and is protected by. */
    private boolean tables() {
        for (int i = 0; i < templates; i++) {
            for (int target = 0; target < targets; target++) {
                indications[i * MAX_TARGETS + target] = (byte) bits.bits(2);
            }
        }
        for (int i = 0; i < templates; i++) {
            fdiffs[i] = 0;
            while (bits.flag()) {
                bits.skip(4);
                fdiffs[i]++;
                if (bits.over() || fdiffs[i] > MAX_TEMPLATES) {
                    return false;
                }
            }
        }
        int chains = bits.ns(targets + 1);
        if (chains > 0) {
            for (int target = 0; target < targets; target++) {
                bits.ns(chains);
            }
            bits.skip(4 * templates * chains);
        }
        return !bits.over();
    }

    private boolean resolutions() {
        boolean stated = bits.flag();
        for (int i = 0; i < MAX_SPATIAL; i++) {
            boolean there = stated && i < spatialLayers;
            widths[i] = there ? bits.bits(16) + 1 : 0;
            heights[i] = there ? bits.bits(16) + 1 : 0;
        }
        return !bits.over();
    }

    private int index() {
        return (templateId - offset) & (MAX_TEMPLATES - 1);
    }

    /** Whether the packet is the first of its frame. */
    public boolean startOfFrame() {
        return start;
    }

    /** Whether the packet is the last of its frame. */
    public boolean endOfFrame() {
        return end;
    }

    /** The template of the frame, 0 to 63. */
    public int templateId() {
        return templateId;
    }

    /** The running number of the frame, 16 bits, in the order of decoding. */
    public int frameNumber() {
        return frameNumber;
    }

    /** Whether a structure came with this packet: a coded video sequence begins. */
    public boolean structureAttached() {
        return attached;
    }

    /** Whether it is known what the frame's template means. */
    public boolean known() {
        return index() < templates;
    }

    /** The spatial layer of the frame, or -1 when its template is not known. */
    public int spatialId() {
        return known() ? spatial[index()] : -1;
    }

    /** The temporal layer of the frame, or -1 when its template is not known. */
    public int temporalId() {
        return known() ? temporal[index()] : -1;
    }

    /** Decode targets of the structure, 0 before there was one. */
    public int targets() {
        return templates == 0 ? 0 : targets;
    }

    /** Which decode targets are produced now, a bit each. */
    public int activeTargets() {
        return activeTargets;
    }

    /** What the frame is to a decode target: one of the four constants; not present where it is not known. */
    public int indication(int target) {
        if (!known() || target >= targets) {
            return NOT_PRESENT;
        }
        return ownIndications ? own[target] : indications[index() * MAX_TARGETS + target];
    }

    /** Whether the frame's template refers to no other frame. */
    public boolean independent() {
        return known() && fdiffs[index()] == 0;
    }

    /** Spatial layers of the structure, 0 before there was one. */
    public int spatialLayers() {
        return templates == 0 ? 0 : spatialLayers;
    }

    /** The width the structure states of a spatial layer, or 0. */
    public int width(int layer) {
        return layer < MAX_SPATIAL ? widths[layer] : 0;
    }

    /** The height the structure states of a spatial layer, or 0. */
    public int height(int layer) {
        return layer < MAX_SPATIAL ? heights[layer] : 0;
    }

    /** Another source begins: the structure is forgotten. */
    public void reset() {
        templates = 0;
    }
}
