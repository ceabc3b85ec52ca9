package tandem.bench;

import java.util.Locale;

/**
 * One measured value.
 *
 * @param name as promised to whoever reads the lines by script
 * @param value measured
 * @param unit of the value
 * @param depends what the figure depends on, and what else was seen
 */
record Figure(String name, double value, String unit, String depends) {
    /** {@code name value unit  # what it depends on}. */
    String line() {
        String shown = value >= 100 || value == Math.rint(value)
                ? String.format(Locale.ROOT, "%.0f", value)
                : String.format(Locale.ROOT, "%.3f", value);
        return name + " " + shown + " " + unit + (depends.isEmpty() ? "" : "  # " + depends);
    }
}
