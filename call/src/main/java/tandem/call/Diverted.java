package tandem.call;

/**
 * Who was dialled first, and had the call go elsewhere.
 *
 * @param number what was dialled
 * @param rang whether it rang before
 */
public record Diverted(String number, boolean rang) {}
