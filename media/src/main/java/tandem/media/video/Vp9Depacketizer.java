package tandem.media.video;

/** RFC 9628: the layer frames of one picture, in order, each of them a unit. The size is that of the highest layer. */
final class Vp9Depacketizer extends Gathering {
    private final Vp9Descriptor descriptor = new Vp9Descriptor();
    private final Vp9Header header = new Vp9Header();
    private boolean inside;

    Vp9Depacketizer(Frames frames) {
        super(frames);
    }

    @Override
    void begin() {
        inside = false;
    }

    @Override
    boolean part(byte[] bytes, int offset, int length, boolean first) {
        if (!descriptor.wrap(bytes, offset, length)) {
            return false;
        }
        if (descriptor.startOfFrame() == inside) {
            spoil(); // the beginning is missing, or the end of the one before
            return true;
        }
        if (!inside && !frame.begin()) {
            return false;
        }
        inside = true;
        int head = descriptor.length();
        if (!frame.append(bytes, offset + head, length - head)) {
            return false;
        }
        if (descriptor.spatialLayers() > 0 && descriptor.width(descriptor.spatialLayers() - 1) > 0) {
            frame.width = descriptor.width(descriptor.spatialLayers() - 1);
            frame.height = descriptor.height(descriptor.spatialLayers() - 1);
        }
        if (descriptor.endOfFrame()) {
            inside = false;
            frame.end();
        }
        return true;
    }

    @Override
    boolean finish() {
        if (inside || frame.units() == 0) {
            return false;
        }
        if (!header.read(frame.bytes, 0, frame.unitLength(0))) {
            return false;
        }
        frame.key = header.key();
        if (frame.key && frame.units() == 1) {
            frame.width = header.width();
            frame.height = header.height();
        }
        return true;
    }
}
