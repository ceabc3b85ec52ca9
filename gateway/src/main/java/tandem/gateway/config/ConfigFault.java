package tandem.gateway.config;

/**
 * One thing wrong with the configuration.
 *
 * @param where file and line, or the environment variable
 * @param key the key's path
 * @param message what is wrong, and what would be right
 */
public record ConfigFault(String where, String key, String message) {
    @Override
    public String toString() {
        return where + ": " + (key.isEmpty() ? "" : key + ": ") + message;
    }
}
