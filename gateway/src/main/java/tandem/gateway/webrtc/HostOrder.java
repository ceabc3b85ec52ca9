package tandem.gateway.webrtc;

import java.util.Optional;
import java.util.function.Consumer;
import tandem.call.Participant;
import tandem.call.Room;

/** What a host may do to a room and those at its door, read from a frame. */
interface HostOrder {
    /** Does it; false where whom it is about is not here. */
    boolean run(Room room);

    /** The order in that frame, whoever sent it. */
    static HostOrder of(Frame frame) throws Frame.Unreadable {
        return switch (frame.type()) {
            case "mute-guests" -> {
                boolean muted = frame.flag("muted");
                yield always(room -> room.muteGuests(muted));
            }
            case "lock" -> {
                boolean locked = frame.flag("locked");
                yield always(room -> room.lock(locked));
            }
            case "mute-other" -> {
                boolean muted = frame.flag("muted");
                String id = frame.needed("id", Connection.LONGEST_NAME);
                yield about(id, one -> one.muteByHost(muted));
            }
            case "remove" -> {
                String id = frame.needed("id", Connection.LONGEST_NAME);
                yield about(id, Participant::remove);
            }
            case "lower-hand" -> {
                String id = frame.needed("id", Connection.LONGEST_NAME);
                yield about(id, one -> one.raiseHand(false));
            }
            case "admit" -> {
                String id = frame.needed("id", Connection.LONGEST_NAME);
                yield room -> room.waiting(id).filter(Participant::admit).isPresent();
            }
            case "refuse" -> {
                String id = frame.needed("id", Connection.LONGEST_NAME);
                yield room -> {
                    Optional<Participant> whom = room.waiting(id);
                    whom.ifPresent(Participant::remove);
                    return whom.isPresent();
                };
            }
            case "admit-all" -> always(Room::admitAll);
            case "end" -> always(Room::dismiss);
            default -> throw new Frame.Unreadable("there is no '" + frame.type() + "'");
        };
    }

    private static HostOrder always(Consumer<Room> order) {
        return room -> {
            order.accept(room);
            return true;
        };
    }

    private static HostOrder about(String id, Consumer<Participant> order) {
        return room -> {
            Optional<Participant> whom = room.participant(id);
            whom.ifPresent(order);
            return whom.isPresent();
        };
    }
}
