package tandem.sip.bfcp;

import java.util.List;
import java.util.Optional;

/**
 * Somebody asks for floors (RFC 8855 5.3.1).
 *
 * @param requestId what the server calls it from now on
 * @param userId who asks
 * @param beneficiaryId who is to have them: the same, unless a chair asks for somebody
 * @param floorIds at least one, all of this conference
 * @param priority as asked for
 * @param info a text for people
 */
public record FloorAsk(
        int requestId,
        int userId,
        int beneficiaryId,
        List<Integer> floorIds,
        Priority priority,
        Optional<String> info) {
    /** Copies its list. */
    public FloorAsk {
        floorIds = List.copyOf(floorIds);
    }
}
