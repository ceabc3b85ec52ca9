package tandem.dialplans;

/**
 * One rule.
 *
 * @param name as people call it
 * @param line where it is written
 * @param when its conditions
 * @param go where it sends calls
 */
record Rule(String name, int line, When when, Go go) {}
