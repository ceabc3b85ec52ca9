package tandem.call;

/** What calls and rooms report to whoever watches: API, event streams, records. On the signalling loop. */
public interface CallsEvents {
    /** A call knocked, was taken or ended. */
    void onCall(CallRecord call);

    /** A room was opened. */
    void onRoomOpened(Room room);

    /** A room was locked, unlocked or set up anew. */
    void onRoomChanged(Room room);

    /** A room is gone. */
    void onRoomClosed(Room room);

    /** Somebody came in. */
    void onJoined(Participant participant);

    /** Name, role, mute, hand or hold of somebody changed. */
    void onParticipantChanged(Participant participant);

    /** Somebody began or ceased to speak. */
    void onSpeaking(Participant participant);

    /** Somebody left the room: ended, removed, or moved to another. */
    void onLeft(Participant participant);
}
