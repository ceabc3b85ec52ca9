package tandem.call;

/**
 * Where a called party says it is to be had instead (SIP 3xx).
 *
 * @param address in its protocol's terms
 * @param number the user part or the digits
 * @param host where that is, or empty
 * @param ours whether that is a number of ours, for the dial plan to look at
 */
public record Moved(String address, String number, String host, boolean ours) {}
