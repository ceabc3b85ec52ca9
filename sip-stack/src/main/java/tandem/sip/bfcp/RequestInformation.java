package tandem.sip.bfcp;

import java.util.List;
import java.util.Optional;

/**
 * FLOOR-REQUEST-INFORMATION (RFC 8855 5.2.15).
 *
 * @param requestId 16 bits, made by the server
 * @param overall OVERALL-REQUEST-STATUS (5.2.18)
 * @param floors one each of the floors asked for; at least one in what we write
 * @param beneficiary who is to have the floor
 * @param requestedBy who asked, where that is somebody else
 * @param priority as it was asked
 * @param info the text it was asked with
 */
public record RequestInformation(
        int requestId,
        Optional<StatusDetail> overall,
        List<FloorDetail> floors,
        Optional<UserInformation> beneficiary,
        Optional<UserInformation> requestedBy,
        Optional<Priority> priority,
        Optional<String> info) {
    /** Copies its list. */
    public RequestInformation {
        floors = List.copyOf(floors);
    }

    /** How far the request has come: the overall status, else that of the first floor that has one. */
    public Optional<RequestStatus> status() {
        return overall.flatMap(StatusDetail::status)
                .or(() -> floors.stream()
                        .flatMap(floor -> floor.detail().status().stream())
                        .findFirst());
    }

    /** The text that came with the status. */
    public Optional<String> statusInfo() {
        return overall.flatMap(StatusDetail::info)
                .or(() -> floors.stream()
                        .flatMap(floor -> floor.detail().info().stream())
                        .findFirst());
    }

    /** The same without its texts, which fits into the 255 octets of an attribute when the whole does not. */
    RequestInformation withoutTexts() {
        return new RequestInformation(
                requestId,
                overall.map(RequestInformation::bare),
                floors.stream()
                        .map(floor -> new FloorDetail(floor.floorId(), bare(floor.detail())))
                        .toList(),
                beneficiary.map(RequestInformation::bare),
                requestedBy.map(RequestInformation::bare),
                priority,
                Optional.empty());
    }

    private static StatusDetail bare(StatusDetail detail) {
        return new StatusDetail(detail.status(), detail.queuePosition(), Optional.empty());
    }

    private static UserInformation bare(UserInformation user) {
        return new UserInformation(user.userId(), Optional.empty(), Optional.empty());
    }
}
