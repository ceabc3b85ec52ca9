package tandem.media.video;

/** What all depacketizers do alike: a frame goes from its first packet to its marker, and is given only if it is whole. */
abstract class Gathering implements Depacketizer {
    /** The frame gathered now. */
    final CodedFrame frame = new CodedFrame();

    private final Frames frames;
    private boolean open;
    private boolean broken;
    private boolean unsure = true;
    private boolean told;
    private long malformed;
    private long dropped;

    Gathering(Frames frames) {
        this.frames = frames;
    }

    /** A frame begins. */
    abstract void begin();

    /** Takes a payload that is not empty; false when it is malformed. */
    abstract boolean part(byte[] bytes, int offset, int length, boolean first);

    /** The frame has all its packets: says whether it is whole, and sets key and size. */
    abstract boolean finish();

    @Override
    public final void take(byte[] bytes, int offset, int length, int timestamp, boolean marker, boolean gap) {
        if (open && timestamp != frame.timestamp) {
            broken |= gap; // its end may be missing
            end(); // without a marker
        }
        if (gap) {
            missed();
        }
        if (length == 0) {
            return;
        }
        boolean first = !open;
        if (first) {
            open = true;
            broken = false;
            told &= gap;
            frame.clear(timestamp);
            begin();
        }
        if (!part(bytes, offset, length, first)) {
            malformed++;
            broken = true;
        }
        unsure = false;
        if (marker) {
            end();
        }
    }

    private void missed() {
        broken |= open;
        unsure = true;
        if (!told) {
            told = true;
            frames.onLoss();
        }
    }

    private void end() {
        open = false;
        if (finish() && !broken) {
            told = false;
            frames.onFrame(frame);
            return;
        }
        dropped++;
        if (!told) {
            told = true;
            frames.onLoss();
        }
    }

    /** Whether packets before this one are missing or unknown. */
    final boolean unsure() {
        return unsure;
    }

    /** The frame cannot be given: something of it is missing. */
    final void spoil() {
        broken = true;
    }

    @Override
    public void reset() {
        open = false;
        unsure = true;
        told = false;
        frame.width = 0;
        frame.height = 0;
    }

    @Override
    public final long malformed() {
        return malformed;
    }

    @Override
    public final long dropped() {
        return dropped;
    }
}
