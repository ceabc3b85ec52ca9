package tandem.sip.bfcp;

import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The floor requests that are ongoing in one conference, in the order they came: 48 at most, two of a user for one floor. */
final class FloorBook {
    private static final int MOST = 48; // the longest FloorStatus of them fits into a message
    private static final int MOST_OF_ONE = 2;

    private final Map<Integer, OngoingRequest> ongoing = new LinkedHashMap<>();
    private int lastId;

    boolean hasRoom(int userId, List<Integer> floorIds) {
        return ongoing.size() < MOST
                && floorIds.stream()
                        .allMatch(floor -> of(floor).stream()
                                        .filter(request -> request.ask().userId() == userId)
                                        .count()
                                < MOST_OF_ONE);
    }

    /** A number no ongoing request has. */
    int freshId() {
        do {
            lastId = lastId % 0xFFFF + 1;
        } while (ongoing.containsKey(lastId));
        return lastId;
    }

    void add(OngoingRequest request) {
        ongoing.put(request.ask().requestId(), request);
    }

    void remove(OngoingRequest request) {
        ongoing.remove(request.ask().requestId());
    }

    Optional<OngoingRequest> find(int requestId) {
        return Optional.ofNullable(ongoing.get(requestId));
    }

    /** Those for that floor: who holds it, then who waits. */
    List<OngoingRequest> of(int floorId) {
        return ongoing.values().stream()
                .filter(request -> request.isFor(floorId))
                .sorted(Comparator.comparing(request -> request.status() != RequestStatus.GRANTED))
                .toList();
    }

    List<OngoingRequest> concerning(int userId) {
        return ongoing.values().stream()
                .filter(request -> request.concerns(userId))
                .toList();
    }
}
