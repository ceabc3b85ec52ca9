package tandem.sip.bfcp;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;

/** What a floor control server has to do with one participant: what it asks is answered here (RFC 8855 13), what it follows is told. */
final class ParticipantSide implements Association.User {
    private static final long WINDOW_NS = 10_000_000_000L;
    private static final int MOST_IN_WINDOW = 20;

    private final FloorServer server;
    private final Terms terms;
    private final Joining joining;
    private final Association association;
    private final Set<Integer> followed = new LinkedHashSet<>();
    private boolean greeted;
    private long windowNs;
    private int inWindow;

    ParticipantSide(FloorServer server, Terms terms, Joining joining, BfcpWire wire) {
        this.server = server;
        this.terms = terms;
        this.joining = joining;
        this.windowNs = server.nowNs();
        if (joining.announced()) {
            followed.addAll(server.floorIds());
        }
        this.association = server.associate(terms, wire, this);
    }

    Association association() {
        return association;
    }

    Optional<String> displayName() {
        return joining.displayName();
    }

    void close() {
        association.close();
    }

    /** Says how all floors stand that it follows. */
    void announce() {
        followed.forEach(this::tell);
    }

    /** Says how that floor stands, if it follows it. */
    void tell(int floorId) {
        if (followed.contains(floorId)) {
            association.request(status(floorId));
        }
    }

    /** Says how a request of its own stands. */
    void tell(RequestInformation information) {
        association.request(new Body.FloorRequestStatus(information));
    }

    private Body.FloorStatus status(int floorId) {
        return new Body.FloorStatus(OptionalInt.of(floorId), server.requests(floorId));
    }

    @Override
    public void onRequest(BfcpMessage request) {
        Header header = request.header();
        if (header.conferenceId() != terms.conferenceId()) {
            refuse(request, ErrorCode.CONFERENCE_DOES_NOT_EXIST, "no such conference");
        } else if (header.userId() != terms.userId()) {
            refuse(request, ErrorCode.USER_DOES_NOT_EXIST, "not who this is for");
        } else {
            server.turn(() -> answer(request));
        }
    }

    private void answer(BfcpMessage request) {
        switch (request.body()) {
            case Body.Hello hello -> onHello(request);
            case Body.Goodbye goodbye -> onGoodbye(request);
            case Body.FloorRequest asked -> onFloorRequest(request, asked);
            case Body.FloorRelease release -> onFloorRelease(request, release.requestId());
            case Body.FloorRequestQuery query -> onFloorRequestQuery(request, query.requestId());
            case Body.FloorQuery query -> onFloorQuery(request, query.floorIds());
            case Body.UserQuery query ->
                onUserQuery(request, query.beneficiaryId().orElse(terms.userId()));
            case Body.ChairAction action -> onChairAction(request, action.information());
            case Body.FloorRequestStatus other -> notForUs(request);
            case Body.UserStatus other -> notForUs(request);
            case Body.FloorStatus other -> notForUs(request);
            case Body.ChairActionAck other -> notForUs(request);
            case Body.HelloAck other -> notForUs(request);
            case Body.ErrorReply other -> notForUs(request);
            case Body.FloorRequestStatusAck other -> notForUs(request);
            case Body.FloorStatusAck other -> notForUs(request);
            case Body.GoodbyeAck other -> notForUs(request);
        }
    }

    private void notForUs(BfcpMessage request) {
        refuse(request, ErrorCode.UNAUTHORIZED_OPERATION, "the server is here");
    }

    private void refuse(BfcpMessage request, ErrorCode code, String why) {
        association.counters().refused++;
        association.reply(request, Body.ErrorReply.of(code, why));
    }

    /** Some greet every few seconds to keep a way open: only the first counts, and is told again what it may have missed. */
    private void onHello(BfcpMessage request) {
        association.reply(request, Body.HelloAck.everything());
        if (!greeted) {
            greeted = true;
            server.listener().onHello(terms.userId());
            announce();
        }
    }

    private void onGoodbye(BfcpMessage request) {
        association.reply(request, new Body.GoodbyeAck());
        greeted = false;
        server.endAll(terms.userId());
        server.listener().onGoodbye(terms.userId());
    }

    private void onFloorRequest(BfcpMessage request, Body.FloorRequest asked) {
        int beneficiary = asked.beneficiaryId().orElse(terms.userId());
        if (!server.floorIds().containsAll(asked.floorIds())) {
            refuse(request, ErrorCode.INVALID_FLOOR_ID, "no such floor");
        } else if (!server.knows(beneficiary)) {
            refuse(request, ErrorCode.USER_DOES_NOT_EXIST, "no such beneficiary");
        } else if (beneficiary != terms.userId() && !joining.chair()) {
            refuse(request, ErrorCode.UNAUTHORIZED_OPERATION, "for chairs only");
        } else if (flooding() || !server.book().hasRoom(terms.userId(), asked.floorIds())) {
            refuse(request, ErrorCode.TOO_MANY_FLOOR_REQUESTS, "too many floor requests");
        } else {
            association.reply(request, new Body.FloorRequestStatus(server.ask(terms.userId(), asked)));
        }
    }

    private boolean flooding() {
        long nowNs = server.nowNs();
        if (nowNs - windowNs >= WINDOW_NS) {
            windowNs = nowNs;
            inWindow = 0;
        }
        return ++inWindow > MOST_IN_WINDOW;
    }

    private void onFloorRelease(BfcpMessage request, int requestId) {
        Optional<OngoingRequest> found = server.book().find(requestId);
        if (found.isEmpty()) {
            refuse(request, ErrorCode.FLOOR_REQUEST_ID_DOES_NOT_EXIST, "no such floor request");
        } else if (!found.get().concerns(terms.userId())) {
            refuse(request, ErrorCode.UNAUTHORIZED_OPERATION, "somebody else's");
        } else {
            association.reply(request, new Body.FloorRequestStatus(server.end(found.get())));
            server.onEnded(found.get(), terms.userId());
        }
    }

    private void onFloorRequestQuery(BfcpMessage request, int requestId) {
        server.book()
                .find(requestId)
                .ifPresentOrElse(
                        found -> association.reply(request, new Body.FloorRequestStatus(server.information(found))),
                        () -> refuse(request, ErrorCode.FLOOR_REQUEST_ID_DOES_NOT_EXIST, "no such floor request"));
    }

    /** The first floor is the answer, the others follow by themselves (13.5.1); of those not named it wants to hear no more. */
    private void onFloorQuery(BfcpMessage request, List<Integer> floors) {
        if (!server.floorIds().containsAll(floors)) {
            refuse(request, ErrorCode.INVALID_FLOOR_ID, "no such floor");
            return;
        }
        followed.clear();
        followed.addAll(floors);
        association.reply(
                request,
                floors.isEmpty() ? new Body.FloorStatus(OptionalInt.empty(), List.of()) : status(floors.getFirst()));
        floors.stream().skip(1).forEach(this::tell);
    }

    private void onUserQuery(BfcpMessage request, int userId) {
        if (!server.knows(userId)) {
            refuse(request, ErrorCode.USER_DOES_NOT_EXIST, "no such user");
            return;
        }
        UserInformation user = new UserInformation(userId, server.nameOf(userId), Optional.empty());
        List<RequestInformation> requests = server.book().concerning(userId).stream()
                .map(server::information)
                .toList();
        association.reply(request, new Body.UserStatus(Optional.of(user), requests));
    }

    private void onChairAction(BfcpMessage request, RequestInformation decided) {
        Optional<OngoingRequest> found = server.book().find(decided.requestId());
        List<Integer> floors =
                decided.floors().stream().map(FloorDetail::floorId).toList();
        if (!joining.chair()) {
            refuse(request, ErrorCode.UNAUTHORIZED_OPERATION, "for chairs only");
        } else if (found.isEmpty()) {
            refuse(request, ErrorCode.FLOOR_REQUEST_ID_DOES_NOT_EXIST, "no such floor request");
        } else if (!found.get().ask().floorIds().containsAll(floors)) {
            refuse(request, ErrorCode.INVALID_FLOOR_ID, "not asked for");
        } else if (decided.status().filter(found.get().status()::mayBecome).isEmpty()) {
            refuse(request, ErrorCode.GENERIC_ERROR, "that cannot become of it");
        } else {
            association.reply(request, new Body.ChairActionAck());
            decided.status()
                    .ifPresent(status -> server.listener()
                            .onChairDecided(terms.userId(), decided.requestId(), status, decided.statusInfo()));
        }
    }

    @Override
    public void onStatus(BfcpMessage status) {
        association.counters().refused++;
        association.acknowledge(status, Body.ErrorReply.of(ErrorCode.UNAUTHORIZED_OPERATION, "the server is here"));
    }

    @Override
    public void onAnswer(Body request, Body answer) {} // an acknowledgement: Requests has seen it

    @Override
    public void onUnanswered(Body request) {
        server.listener().onSilent(terms.userId());
    }
}
