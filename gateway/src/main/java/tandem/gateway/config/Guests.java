package tandem.gateway.config;

import java.net.InetAddress;
import java.util.List;
import java.util.stream.Stream;

/** From where callers without an account may enter. */
public record Guests(List<Network> networks) {
    private static final List<Network> PRIVATE = Stream.of(
                    "127.0.0.0/8",
                    "10.0.0.0/8",
                    "172.16.0.0/12",
                    "192.168.0.0/16",
                    "169.254.0.0/16",
                    "100.64.0.0/10",
                    "::1/128",
                    "fc00::/7",
                    "fe80::/10")
            .map(Network::of)
            .toList();

    public Guests {
        networks = List.copyOf(networks);
    }

    /** Reads {@code none}, {@code private}, {@code any}, or networks; what it throws says what would be right. */
    public static Guests of(List<String> words) {
        return switch (words.size() == 1 ? words.getFirst() : "") {
            case "none" -> new Guests(List.of());
            case "private" -> new Guests(PRIVATE);
            case "any" -> new Guests(List.of(Network.of("0.0.0.0/0"), Network.of("::/0")));
            default -> new Guests(words.stream().map(Guests::network).toList());
        };
    }

    private static Network network(String word) {
        try {
            return Network.of(word);
        } catch (IllegalArgumentException wrong) {
            throw new IllegalArgumentException(
                    "'" + word + "' is none of none, private, any, and no network such as 192.0.2.0/24", wrong);
        }
    }

    /** Whether a caller from that address may enter. */
    public boolean mayEnter(InetAddress source) {
        return networks.stream().anyMatch(network -> network.contains(source));
    }
}
