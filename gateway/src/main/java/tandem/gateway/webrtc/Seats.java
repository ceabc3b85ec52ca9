package tandem.gateway.webrtc;

import java.security.SecureRandom;
import java.util.Base64;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import tandem.base.Loop;

/** The browsers' seats there are: by the key to come back by, and by participant. On the signalling loop. */
final class Seats {
    private static final int KEY_OCTETS = 24;

    private final Loop loop;
    private final SecureRandom random;
    private final Map<String, Seat> byKey = new HashMap<>();
    private final Map<String, Seat> byId = new HashMap<>();

    Seats(Loop loop, SecureRandom random) {
        this.loop = loop;
        this.random = random;
    }

    Loop loop() {
        return loop;
    }

    /** A key nobody can guess. */
    String key() {
        byte[] octets = new byte[KEY_OCTETS];
        random.nextBytes(octets);
        return Base64.getUrlEncoder().withoutPadding().encodeToString(octets);
    }

    long number() {
        return random.nextLong();
    }

    void add(Seat seat) {
        byKey.put(seat.key(), seat);
        byId.put(seat.id(), seat);
    }

    void remove(Seat seat) {
        byKey.remove(seat.key());
        byId.remove(seat.id());
    }

    /** The seat of that key, if it is still kept. */
    Optional<Seat> byKey(String key) {
        return Optional.ofNullable(byKey.get(key));
    }

    /** The seat of that participant, if it is a browser of ours. */
    Optional<Seat> byId(String id) {
        return Optional.ofNullable(byId.get(id));
    }

    int size() {
        return byKey.size();
    }
}
