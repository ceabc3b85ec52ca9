package tandem.media.video;

/** RFC 7741: the payloads behind their descriptors, one after another, are the frame. */
final class Vp8Depacketizer extends Gathering {
    private final Vp8Descriptor descriptor = new Vp8Descriptor();

    Vp8Depacketizer(Frames frames) {
        super(frames);
    }

    @Override
    void begin() {}

    @Override
    boolean part(byte[] bytes, int offset, int length, boolean first) {
        if (!descriptor.wrap(bytes, offset, length)) {
            return false;
        }
        if (first != descriptor.startOfFrame()) {
            spoil(); // the beginning is missing, or the end of the one before
            return true;
        }
        if (first) {
            frame.key = descriptor.keyFrame();
            if (frame.key) {
                frame.width = descriptor.width();
                frame.height = descriptor.height();
            }
            frame.begin();
        }
        int head = descriptor.length();
        return frame.append(bytes, offset + head, length - head);
    }

    @Override
    boolean finish() {
        if (frame.units() == 0) {
            return false;
        }
        frame.end();
        return frame.length > 0;
    }
}
