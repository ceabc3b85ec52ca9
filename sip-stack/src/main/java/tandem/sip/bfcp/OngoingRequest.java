package tandem.sip.bfcp;

import java.util.List;
import java.util.Optional;
import java.util.function.IntFunction;

/** One floor request as the server keeps it, from asking to its end. */
final class OngoingRequest {
    private final FloorAsk ask;
    private RequestStatus status = RequestStatus.PENDING;
    private int queuePosition;
    private Optional<String> why = Optional.empty();
    private boolean beingAsked = true;

    OngoingRequest(FloorAsk ask) {
        this.ask = ask;
    }

    FloorAsk ask() {
        return ask;
    }

    RequestStatus status() {
        return status;
    }

    boolean isFor(int floorId) {
        return ask.floorIds().contains(floorId);
    }

    boolean concerns(int userId) {
        return ask.userId() == userId || ask.beneficiaryId() == userId;
    }

    /** Whether its FloorRequest is still to be answered, so that nothing has to be said besides. */
    boolean beingAsked() {
        return beingAsked;
    }

    void answered() {
        beingAsked = false;
    }

    void become(RequestStatus next, int position, Optional<String> reason) {
        status = next;
        queuePosition = position;
        why = reason;
    }

    /** As others are told of it, with what users are called. */
    RequestInformation information(IntFunction<Optional<String>> names) {
        StatusDetail detail = new StatusDetail(Optional.of(status), queuePosition, why);
        List<FloorDetail> floors = ask.floorIds().stream()
                .map(floor ->
                        new FloorDetail(floor, new StatusDetail(Optional.of(status), queuePosition, Optional.empty())))
                .toList();
        return new RequestInformation(
                ask.requestId(),
                Optional.of(detail),
                floors,
                Optional.of(user(ask.beneficiaryId(), names)),
                ask.beneficiaryId() == ask.userId() ? Optional.empty() : Optional.of(user(ask.userId(), names)),
                Optional.of(ask.priority()),
                ask.info());
    }

    private static UserInformation user(int id, IntFunction<Optional<String>> names) {
        return new UserInformation(id, names.apply(id), Optional.empty());
    }
}
