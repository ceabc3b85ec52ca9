package tandem.scenarios.kit;

import com.microsoft.playwright.Page;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Base64;
import java.util.Map;

/** What a page hears, as src/test/resources/ears.js keeps it in there. */
final class Ears {
    private final Page page;

    Ears(Page page) {
        this.page = page;
    }

    /** All it heard, forty seconds at most. */
    Wav heard() {
        Map<?, ?> heard = (Map<?, ?>) page.evaluate("() => ears.heard()");
        ByteBuffer octets = ByteBuffer.wrap(Base64.getDecoder().decode(String.valueOf(heard.get("octets"))))
                .order(ByteOrder.LITTLE_ENDIAN);
        short[] samples = new short[octets.remaining() / 2];
        octets.asShortBuffer().get(samples);
        return new Wav((int) Double.parseDouble(String.valueOf(heard.get("rate"))), samples);
    }

    /** Whether that tone was there for the last second, at about the level at which everybody here says it. */
    boolean hear(double hz) {
        Wav last = heard().last(1000);
        return last.ms() > 900 && last.meter(hz).levelDb() > -23;
    }

    /** Begins anew. */
    void forget() {
        page.evaluate("() => { ears.forget(); }");
    }
}
