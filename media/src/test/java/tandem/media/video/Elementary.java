package tandem.media.video;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import tandem.media.VideoCodec;

/** Frames as a file that a decoder takes: one after another, or in IVF where frames do not show where they end. */
final class Elementary {
    private Elementary() {}

    static byte[] stream(String form, VideoCodec codec, List<Payloads.Given> frames) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        boolean ivf = form.equals("ivf");
        if (ivf) {
            out.writeBytes(header(codec, frames));
        }
        for (int i = 0; i < frames.size(); i++) {
            byte[] bytes = frames.get(i).bytes();
            if (ivf) {
                out.writeBytes(ByteBuffer.allocate(12)
                        .order(ByteOrder.LITTLE_ENDIAN)
                        .putInt(bytes.length)
                        .putLong(i)
                        .array());
            }
            out.writeBytes(bytes);
        }
        return out.toByteArray();
    }

    private static byte[] header(VideoCodec codec, List<Payloads.Given> frames) {
        return ByteBuffer.allocate(32)
                .order(ByteOrder.LITTLE_ENDIAN)
                .put("DKIF".getBytes(StandardCharsets.US_ASCII))
                .putShort((short) 0)
                .putShort((short) 32)
                .put((codec.encodingName() + "0").getBytes(StandardCharsets.US_ASCII))
                .putShort((short) frames.getFirst().width())
                .putShort((short) frames.getFirst().height())
                .putInt(15)
                .putInt(1)
                .putInt(frames.size())
                .putInt(0)
                .array();
    }
}
