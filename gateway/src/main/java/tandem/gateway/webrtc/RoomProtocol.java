package tandem.gateway.webrtc;

import tandem.call.Writing;

/** Constants of the room protocol (docs/room-protocol.md). */
public final class RoomProtocol {
    /** The version spoken. */
    public static final int VERSION = 1;

    /** The WebSocket subprotocol (RFC 6455 section 1.9). */
    public static final String SUBPROTOCOL = "tandem.room.1";

    static final int NORMAL = 1_000; // close codes of RFC 6455 section 7.4.1
    static final int POLICY = 1_008;
    static final int TRY_AGAIN = 1_013;

    static final int LONGEST_SDP = 60 * 1024;
    static final int LONGEST_CHAT = 2 * Writing.MOST_CHARACTERS; // in UTF-16, where a character takes two at most
    static final int LONGEST_TOKEN = 4_096;
    static final int LONGEST_PIN = 16;

    private RoomProtocol() {}
}
