package tandem.dialplans;

/**
 * A trunk a plan's rules speak of by its name.
 *
 * @param trunk its name
 * @param line where
 */
public record Mention(String trunk, int line) {}
