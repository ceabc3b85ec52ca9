package tandem.gateway.config;

import java.util.OptionalInt;

/** How much of the processors may be in use before new calls are refused: a share in percent, or {@code off}. */
public record CpuLimit(OptionalInt percent) {
    /** Reads one; the message of what it throws says what would be right. */
    static CpuLimit of(String text) {
        return text.equals("off") ? new CpuLimit(OptionalInt.empty()) : new CpuLimit(OptionalInt.of(percent(text)));
    }

    private static int percent(String text) {
        try {
            return Numbers.inRange(text.endsWith("%") ? text.substring(0, text.length() - 1) : text, 1, 100, "");
        } catch (IllegalArgumentException wrong) {
            throw new IllegalArgumentException(
                    "'" + text + "' is no share of the processors: write 1% to 100%, such as 95%, or off", wrong);
        }
    }

    @Override
    public String toString() {
        return percent.isPresent() ? percent.getAsInt() + "%" : "off";
    }
}
