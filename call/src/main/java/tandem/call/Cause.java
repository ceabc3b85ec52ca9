package tandem.call;

/** Why a leg ended or was refused. Each door has one table to its own protocol's codes; {@link #words} is what a person reads. */
public enum Cause {
    NORMAL("hung up"),
    CANCELLED("the caller gave up before an answer"),
    ANSWERED_ELSEWHERE("answered elsewhere"),
    BUSY("busy"),
    NO_ANSWER("nobody answered"),
    DECLINED("declined"),
    TRANSFERRED("transferred"),
    MOVED("moved to where this caller may not call"),
    NOT_FOUND("no such number"),
    GONE("no longer there"),
    UNREACHABLE("could not be reached"),
    UNAVAILABLE("temporarily unavailable"),
    FORBIDDEN("not allowed"),
    UNAUTHORIZED("credentials refused"),
    NOT_IN_BUDGET("beyond what the trunk may spend"),
    WRONG_PIN("wrong PIN"),
    PIN_LOCKED_OUT("no PIN is taken for some minutes, since too many were wrong"),
    TOKEN_NEEDED("a token is needed"),
    TOKEN_WRONG("the token is not right"),
    TOKEN_EXPIRED("the token has expired"),
    ROOM_LOCKED("the room is locked"),
    ROOM_FULL("the room is full"),
    NOT_LET_IN("not let in by a host"),
    NO_HOST("no host came"),
    REMOVED("removed by the host or an administrator"),
    ROOM_ENDED("the conference has ended"),
    MEDIA_REFUSED("no common media"),
    MEDIA_SILENT("no media arrived"),
    MEDIA_FAILED("the media path failed"),
    LOOP("the call came back to where it was"),
    OVERLOADED("too many calls"),
    NO_CAPACITY("the gateway has no processor time left for another call"),
    GLARE("both sides offered media at once"),
    SESSION_EXPIRED("the session timer ran out"),
    TIMEOUT("no response"),
    PEER_ERROR("the other side failed"),
    PROTOCOL_ERROR("the other side broke the protocol"),
    SHUTDOWN("the gateway is going down"),
    /** Of calls that were up when the gateway was killed: found at its next start. */
    GATEWAY_STOPPED("gateway stopped"),
    INTERNAL("an error of the gateway");

    private final String words;

    Cause(String words) {
        this.words = words;
    }

    /** The cause in plain words. */
    public String words() {
        return words;
    }
}
