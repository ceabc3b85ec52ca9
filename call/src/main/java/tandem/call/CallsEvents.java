package tandem.call;

import java.util.Optional;

/** What calls and rooms report to whoever watches: API, event streams, records. On the signalling loop. */
public interface CallsEvents extends CallFacts {
    /** A room was opened. */
    void onRoomOpened(Room room);

    /** A room was locked, unlocked or set up anew. */
    void onRoomChanged(Room room);

    /** A room is gone. */
    void onRoomClosed(Room room);

    /** Somebody waits at the door of a room, or is there no longer as before. */
    default void onWaiting(Participant participant) {}

    /** Somebody waits at the door no longer: comes in, was turned away, or has given up. */
    default void onWaitingOver(Participant participant) {}

    /**
     * Somebody is being called into a room.
     *
     * @param id of the call
     * @param number that is called
     * @param rings whether it rings there
     */
    default void onCalling(Room room, String id, String number, boolean rings) {}

    /** Nobody is called any more by that call: who was has come, or will not for that cause. */
    default void onCallingOver(Room room, String id, String number, Optional<Cause> why) {}

    /** Somebody came in. */
    void onJoined(Participant participant);

    /** Name, role, mute, hand or hold of somebody changed. */
    void onParticipantChanged(Participant participant);

    /** Somebody began or ceased to speak. */
    void onSpeaking(Participant participant);

    /** Somebody wrote to everybody in the room. */
    void onChat(Room room, ChatMessage line);

    /** Somebody left the room: ended, removed, or moved to another. */
    void onLeft(Participant participant);
}
