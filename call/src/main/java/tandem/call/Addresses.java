package tandem.call;

/** What can be read from an address without knowing its protocol. */
final class Addresses {
    private Addresses() {}

    /** The user part, without a PIN: what stands before the {@code @} and after the scheme; the whole where there is neither. */
    static String user(String with) {
        String address = PinMask.of(with);
        int at = address.indexOf('@');
        String before = at < 0 ? address : address.substring(0, at);
        int colon = before.indexOf(':');
        return colon < 0 ? before : before.substring(colon + 1);
    }

    /** The host: what stands between the {@code @} and the port or the parameters; empty where there is none. */
    static String host(String address) {
        String rest = address.substring(Math.max(address.indexOf('@'), address.indexOf(':')) + 1);
        int end = rest.startsWith("[") ? rest.indexOf(']') + 1 : 0;
        while (end < rest.length() && ":;?>".indexOf(rest.charAt(end)) < 0) {
            end++;
        }
        return rest.substring(0, end);
    }
}
