package tandem.sip.bfcp;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import tandem.base.Loop;

/**
 * The floor control server of one conference (RFC 8855 13). It answers its participants and keeps their requests, and decides nothing: one
 * listener is asked, and orders what is to be done. It does not see to it that one alone holds a floor: who grants it to the next revokes it
 * from the last. Belongs to its loop.
 */
public final class FloorServer {
    private final Loop loop;
    private final BfcpTimes times;
    private final Set<Integer> floorIds;
    private final FloorListener listener;
    private final FloorBook book = new FloorBook();
    private final Map<Integer, ParticipantSide> sides = new LinkedHashMap<>();
    private final Map<Integer, String> occupants = new LinkedHashMap<>();
    private final Set<Integer> changed = new LinkedHashSet<>();
    private int busy;

    /** A conference with those floors (16 bits each, at most 16 of them), and the timers of the RFC. */
    public FloorServer(Loop loop, Set<Integer> floorIds, FloorListener listener) {
        this(loop, BfcpTimes.RFC, floorIds, listener);
    }

    FloorServer(Loop loop, BfcpTimes times, Set<Integer> floorIds, FloorListener listener) {
        boolean fit = floorIds.stream().allMatch(floor -> floor >= 0 && floor <= 0xFFFF);
        if (!fit || floorIds.isEmpty() || floorIds.size() > 16) {
            throw new IllegalArgumentException("floors " + floorIds);
        }
        this.loop = loop;
        this.times = times;
        this.floorIds = Set.copyOf(floorIds);
        this.listener = listener;
    }

    /**
     * Takes in a participant whose terms are known from SDP, long before it says anything; what it sends goes to the association. One that is
     * there already comes by another wire: its requests stay.
     *
     * @throws IllegalArgumentException if its user id is an occupant's
     */
    public Association join(Terms terms, Joining joining, BfcpWire wire) {
        if (occupants.containsKey(terms.userId())) {
            throw new IllegalArgumentException("user " + terms.userId() + " holds a floor from outside");
        }
        ParticipantSide side = new ParticipantSide(this, terms, joining, wire);
        Optional.ofNullable(sides.put(terms.userId(), side)).ifPresent(ParticipantSide::close);
        side.announce();
        return side.association();
    }

    /** Lets a participant go: its requests are over and told to the listener, and nothing more is sent to it. */
    public void leave(int userId) {
        Optional.ofNullable(sides.remove(userId)).ifPresent(side -> {
            side.close();
            turn(() -> endAll(userId));
        });
    }

    /** The user has the floors it asked for. False: there is no such request, or it has come to something else. */
    public boolean grant(int requestId) {
        return order(requestId, RequestStatus.GRANTED, 0, Optional.empty());
    }

    /** The user is to have the floors, but not yet: it is in the queue at that position, from 1; 0 says none. */
    public boolean accept(int requestId, int queuePosition) {
        return order(requestId, RequestStatus.ACCEPTED, queuePosition, Optional.empty());
    }

    /** The user does not get the floors. */
    public boolean deny(int requestId, String why) {
        return order(requestId, RequestStatus.DENIED, 0, Optional.of(why));
    }

    /** The user has held the floors long enough. */
    public boolean revoke(int requestId, String why) {
        return order(requestId, RequestStatus.REVOKED, 0, Optional.of(why));
    }

    /**
     * The floor is held by somebody who speaks no BFCP (a browser, an H.239 terminal): participants see that in their FloorStatus.
     *
     * @param userId 16 bits, no participant's
     * @param floorId one of ours
     * @return the request's number, for {@link #vacate}; empty if too much is going on
     */
    public OptionalInt occupy(int userId, int floorId, String displayName) {
        if (sides.containsKey(userId) || !floorIds.contains(floorId)) {
            throw new IllegalArgumentException("user " + userId + ", floor " + floorId);
        }
        if (!book.hasRoom(userId, List.of(floorId))) {
            return OptionalInt.empty();
        }
        FloorAsk ask =
                new FloorAsk(book.freshId(), userId, userId, List.of(floorId), Priority.NORMAL, Optional.empty());
        OngoingRequest request = new OngoingRequest(ask);
        occupants.put(userId, displayName);
        book.add(request);
        request.answered();
        turn(() -> move(request, RequestStatus.GRANTED, 0, Optional.empty()));
        return OptionalInt.of(ask.requestId());
    }

    /** Somebody without BFCP holds its floor no more; the listener, who knows, is not told. */
    public boolean vacate(int requestId) {
        return order(requestId, RequestStatus.RELEASED, 0, Optional.empty());
    }

    /** Tells every participant that follows it how this floor stands, as is done whenever that changes. */
    public void announce(int floorId) {
        turn(() -> changed.add(floorId));
    }

    /** Who holds or waits for that floor, the holder first. */
    public List<RequestInformation> requests(int floorId) {
        return book.of(floorId).stream().map(this::information).toList();
    }

    private boolean order(int requestId, RequestStatus next, int position, Optional<String> why) {
        Optional<OngoingRequest> request =
                book.find(requestId).filter(known -> known.status().mayBecome(next));
        request.ifPresent(known -> turn(() -> move(known, next, position, why)));
        return request.isPresent();
    }

    /** Does something, and tells of all floors it changed when all of it is done. */
    void turn(Runnable what) {
        busy++;
        try {
            what.run();
        } finally {
            busy--;
        }
        while (busy == 0 && !changed.isEmpty()) {
            List<Integer> floors = new ArrayList<>(changed);
            changed.clear();
            floors.forEach(floor -> List.copyOf(sides.values()).forEach(side -> side.tell(floor)));
        }
    }

    private void move(OngoingRequest request, RequestStatus next, int position, Optional<String> why) {
        request.become(next, position, why);
        changed.addAll(request.ask().floorIds());
        if (!next.ongoing()) {
            book.remove(request);
            forgetOccupant(request.ask().userId());
        }
        if (!request.beingAsked()) {
            Optional.ofNullable(sides.get(request.ask().userId())).ifPresent(side -> side.tell(information(request)));
        }
    }

    private void forgetOccupant(int userId) {
        if (book.concerning(userId).isEmpty()) {
            occupants.remove(userId);
        }
    }

    /** A participant asks for floors; what the listener says to it at once is already in the answer. */
    RequestInformation ask(int userId, Body.FloorRequest asked) {
        FloorAsk ask = new FloorAsk(
                book.freshId(),
                userId,
                asked.beneficiaryId().orElse(userId),
                asked.floorIds(),
                asked.priority().orElse(Priority.NORMAL),
                asked.info());
        OngoingRequest request = new OngoingRequest(ask);
        book.add(request);
        changed.addAll(ask.floorIds());
        listener.onFloorRequested(ask);
        request.answered();
        return information(request);
    }

    /** What was held is released, what waited is cancelled; {@link #onEnded} tells of it once that is answered. */
    RequestInformation end(OngoingRequest request) {
        boolean held = request.status() == RequestStatus.GRANTED;
        request.become(held ? RequestStatus.RELEASED : RequestStatus.CANCELLED, 0, Optional.empty());
        book.remove(request);
        changed.addAll(request.ask().floorIds());
        return information(request);
    }

    /** Tells the listener, and who asked where that is somebody else. */
    void onEnded(OngoingRequest request, int byUserId) {
        FloorAsk ask = request.ask();
        Optional.ofNullable(sides.get(ask.userId()))
                .filter(side -> ask.userId() != byUserId)
                .ifPresent(side -> side.tell(information(request)));
        listener.onFloorReleased(ask.requestId(), ask.userId(), request.status());
    }

    void endAll(int userId) {
        for (OngoingRequest request : book.concerning(userId)) {
            if (request.status().ongoing()) {
                end(request);
                onEnded(request, userId);
            }
        }
    }

    RequestInformation information(OngoingRequest request) {
        return request.information(this::nameOf);
    }

    Optional<String> nameOf(int userId) {
        return Optional.ofNullable(sides.get(userId))
                .flatMap(ParticipantSide::displayName)
                .or(() -> Optional.ofNullable(occupants.get(userId)));
    }

    boolean knows(int userId) {
        return sides.containsKey(userId) || occupants.containsKey(userId);
    }

    FloorBook book() {
        return book;
    }

    Set<Integer> floorIds() {
        return floorIds;
    }

    FloorListener listener() {
        return listener;
    }

    Association associate(Terms terms, BfcpWire wire, Association.User user) {
        return new Association(loop, times, terms, wire, user);
    }

    long nowNs() {
        return loop.clock().nowNs();
    }
}
