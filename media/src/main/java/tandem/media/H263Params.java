package tandem.media;

import java.util.List;

/**
 * H.263 (RFC 4629 section 8.1, RFC 2190 as it was described): the picture sizes the describing side can receive, in its order.
 *
 * @param sizes none where nothing was said: then QCIF at 29.97/2 frames a second is meant
 */
public record H263Params(List<Size> sizes) implements CodecParams {
    public H263Params {
        sizes = List.copyOf(sizes);
    }

    /**
     * A picture size at its shortest interval.
     *
     * @param name SQCIF, QCIF, CIF, CIF4, CIF16 or CUSTOM
     * @param width in pixels
     * @param height in pixels
     * @param mpi the minimum picture interval in units of 1/29.97 s, 1 to 32
     */
    public record Size(String name, int width, int height, int mpi) {}
}
