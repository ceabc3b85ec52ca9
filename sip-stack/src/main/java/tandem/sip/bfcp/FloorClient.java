package tandem.sip.bfcp;

import java.util.List;
import java.util.Optional;
import tandem.base.Loop;

/**
 * A participant of somebody else's conference (RFC 8855 10), with one floor request at a time: what a room is in the conference of an MCU.
 * Belongs to its loop.
 */
public final class FloorClient {
    private enum State {
        IDLE,
        /** A FloorRequest is under way. */
        ASKING,
        /** It is, and wanted no more. */
        REGRETTING,
        /** The server knows of it and has not granted it. */
        WAITING,
        /** The floor is ours. */
        HOLDING
    }

    private final Association association;
    private final Events events;
    private State state = State.IDLE;
    private int floorId;
    private int requestId;
    private Optional<RequestInformation> early = Optional.empty();

    /** What the server says. Called on the loop. */
    public interface Events {
        /** It is there, and can this. */
        void onHello(Body.HelloAck ack);

        /** The floor is ours. */
        void onGranted(int requestId);

        /** The request waits: PENDING or ACCEPTED, at that place in the queue, or 0. */
        void onWaiting(int requestId, RequestStatus status, int queuePosition);

        /** The floor is not ours: DENIED, CANCELLED, RELEASED or REVOKED, but not by {@link FloorClient#release}. */
        void onLost(int requestId, RequestStatus how, Optional<String> why);

        /** Who holds that floor and who waits for it, the holder first. */
        void onFloorStatus(int floorId, List<RequestInformation> requests);

        /** A request was refused by an Error; where it was the FloorRequest, there is none now. */
        void onRefused(Body request, Body.ErrorReply error);

        /** Nobody answers a request; where it was the FloorRequest, there is none now. */
        void onUnreachable(Body request);

        /** The server goes. */
        void onGoodbye();
    }

    /** Says nothing until told to. */
    public FloorClient(Loop loop, Terms terms, BfcpWire wire, Events events) {
        this.events = events;
        this.association = new Association(loop, BfcpTimes.RFC, terms, wire, new FromServer());
    }

    /** Where what arrives is to go. */
    public Association association() {
        return association;
    }

    /** Asks whether the server is there: at first, and as often as a way through a NAT has to be kept open. */
    public void hello() {
        association.request(new Body.Hello());
    }

    /** Wants to be told of those floors. */
    public void follow(List<Integer> floorIds) {
        association.request(new Body.FloorQuery(floorIds));
    }

    /** Asks for the floor. False: it, or another, is asked for or held already. */
    public boolean request(int wantedFloorId) {
        if (state == State.REGRETTING && wantedFloorId == floorId) {
            state = State.ASKING;
            return true;
        }
        if (state != State.IDLE) {
            return false;
        }
        state = State.ASKING;
        early = Optional.empty();
        floorId = wantedFloorId;
        association.request(Body.FloorRequest.of(floorId));
        return true;
    }

    /** Gives the floor back, or asks for it no more. */
    public void release() {
        switch (state) {
            case ASKING -> state = State.REGRETTING;
            case WAITING, HOLDING -> {
                state = State.IDLE;
                association.request(new Body.FloorRelease(requestId));
            }
            case IDLE, REGRETTING -> {}
        }
    }

    /** Whether the floor is ours. */
    public boolean holds() {
        return state == State.HOLDING;
    }

    /** Says goodbye, in datagrams: a stream says it by closing. To be followed by {@link #close} once there was time for an answer. */
    public void goodbye() {
        state = State.IDLE;
        if (!association.terms().reliable()) {
            association.request(new Body.Goodbye());
        }
    }

    /** Sends and takes nothing more. */
    public void close() {
        association.close();
    }

    /** The answer to the FloorRequest, and what was said of it since, if that came sooner: an answer may be an old one sent again. */
    private void onAsked(RequestInformation information) {
        if (state != State.ASKING && state != State.REGRETTING) {
            return;
        }
        requestId = information.requestId();
        RequestInformation newest =
                early.filter(later -> later.requestId() == requestId).orElse(information);
        early = Optional.empty();
        newest.status().ifPresent(status -> onOwnStatus(status, newest));
    }

    private void onServersStatus(RequestInformation information) {
        switch (state) {
            case ASKING, REGRETTING -> early = Optional.of(information);
            case WAITING, HOLDING -> {
                if (information.requestId() == requestId) {
                    information.status().ifPresent(status -> onOwnStatus(status, information));
                }
            }
            case IDLE -> {}
        }
    }

    private void onOwnStatus(RequestStatus status, RequestInformation information) {
        boolean regretted = state == State.REGRETTING;
        if (!status.ongoing()) {
            state = State.IDLE;
            if (!regretted) {
                events.onLost(requestId, status, information.statusInfo());
            }
            return;
        }
        boolean held = state == State.HOLDING;
        state = status == RequestStatus.GRANTED ? State.HOLDING : State.WAITING;
        if (regretted) {
            release();
        } else if (state == State.WAITING) {
            int position =
                    information.overall().map(StatusDetail::queuePosition).orElse(0);
            events.onWaiting(requestId, status, position);
        } else if (!held) {
            events.onGranted(requestId);
        }
    }

    private void onFloorStatus(Body.FloorStatus status) {
        status.floorId().ifPresent(floor -> events.onFloorStatus(floor, status.requests()));
    }

    private void forget(Body request) {
        boolean asked = request instanceof Body.FloorRequest;
        if (asked && (state == State.ASKING || state == State.REGRETTING)) {
            state = State.IDLE;
        }
    }

    private final class FromServer implements Association.User {
        @Override
        public void onRequest(BfcpMessage request) {
            if (request.body() instanceof Body.Hello) {
                association.reply(request, Body.HelloAck.everything());
            } else if (request.body() instanceof Body.Goodbye) {
                association.reply(request, new Body.GoodbyeAck());
                state = State.IDLE;
                events.onGoodbye();
            } else {
                association.reply(request, Body.ErrorReply.of(ErrorCode.UNAUTHORIZED_OPERATION, "no server is here"));
            }
        }

        @Override
        public void onStatus(BfcpMessage message) {
            if (message.body() instanceof Body.FloorRequestStatus status) {
                association.acknowledge(message, new Body.FloorRequestStatusAck());
                onServersStatus(status.information());
            } else if (message.body() instanceof Body.FloorStatus status) {
                association.acknowledge(message, new Body.FloorStatusAck());
                onFloorStatus(status);
            }
        }

        @Override
        public void onAnswer(Body request, Body answer) {
            if (answer instanceof Body.ErrorReply error) {
                forget(request);
                events.onRefused(request, error);
            } else if (answer instanceof Body.HelloAck ack) {
                events.onHello(ack);
            } else if (answer instanceof Body.FloorStatus status) {
                onFloorStatus(status);
            } else if (answer instanceof Body.FloorRequestStatus status && request instanceof Body.FloorRequest) {
                onAsked(status.information());
            }
        }

        @Override
        public void onUnanswered(Body request) {
            forget(request);
            events.onUnreachable(request);
        }
    }
}
