package tandem.media.mix;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import tandem.media.codec.AudioEncoder;
import tandem.media.codec.EncoderSettings;

/** Own mixes nobody has at the moment, kept for whoever speaks next; one that rested for long is closed. */
final class SpareMixes {
    private static final int MOST = 16; // of one kind

    private final Function<EncoderSettings, AudioEncoder> encoders;
    private final Map<EncoderSettings, ArrayDeque<OwnMix>> bySettings = new HashMap<>();
    private final List<ArrayDeque<OwnMix>> all = new ArrayList<>();

    SpareMixes(Function<EncoderSettings, AudioEncoder> encoders) {
        this.encoders = encoders;
    }

    /** The one that rested least, or a new one. */
    OwnMix take(EncoderSettings settings) {
        ArrayDeque<OwnMix> free = bySettings.get(settings);
        OwnMix own = free == null ? null : free.pollLast();
        return own == null ? new OwnMix(new Encoding(settings, encoders.apply(settings))) : own;
    }

    void giveBack(OwnMix own, long nowNs) {
        Encoding encoding = own.encoding();
        encoding.stop();
        encoding.usedNs = nowNs;
        ArrayDeque<OwnMix> free = bySettings.get(encoding.settings);
        if (free == null) {
            free = new ArrayDeque<>();
            bySettings.put(encoding.settings, free);
            all.add(free);
        }
        if (free.size() < MOST) {
            free.addLast(own);
        } else {
            encoding.encoder().close();
        }
    }

    /** Closes those that nobody took since that time. */
    void closeUnusedSince(long ns) {
        for (int i = 0; i < all.size(); i++) {
            ArrayDeque<OwnMix> free = all.get(i);
            for (OwnMix oldest = free.peekFirst(); oldest != null; oldest = free.peekFirst()) {
                if (oldest.encoding().usedNs - ns > 0) {
                    break;
                }
                free.removeFirst();
                oldest.encoding().encoder().close();
            }
        }
    }

    void close() {
        all.forEach(free -> free.forEach(own -> own.encoding().encoder().close()));
        all.clear();
        bySettings.clear();
    }
}
