package tandem.call;

import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tandem.base.Timer;

/** Whether a room has a host, and what follows when that changes. On the signalling loop. */
final class Hosts {
    private static final Logger log = LoggerFactory.getLogger(Hosts.class);

    private final Room room;
    private boolean present;
    private Optional<Timer> ending = Optional.empty();

    Hosts(Room room) {
        this.room = room;
    }

    /** Whether one is in the room. */
    boolean present() {
        return room.participants().stream().anyMatch(one -> one.role() == Role.HOST);
    }

    /** Somebody came, left or has another role. */
    void look() {
        chooseFirst();
        boolean now = present();
        if (room.participants().isEmpty()) {
            cancel();
        }
        if (now == present) {
            return;
        }
        present = now;
        if (now) {
            cancel();
            room.door().lookAgain();
        } else if (!room.participants().isEmpty() && room.settings().endsWithoutHost()) {
            endSoon();
        }
    }

    /** Where nothing says who is a host, the one who has been here longest is, of those who can do something with it. */
    private void chooseFirst() {
        if (!room.settings().namesHosts() && !present()) {
            room.participants().stream()
                    .filter(one -> one.party().leg().acts())
                    .findFirst()
                    .ifPresent(one -> one.role(Role.HOST));
        }
    }

    private void endSoon() {
        log.info("room {} has no host any more", room.name());
        room.mix().play(List.of(Saying.HOST_HAS_LEFT.in(room.settings().language())));
        long graceNs = room.settings().hosting().grace().toNanos();
        ending = Optional.of(room.loop().after(graceNs, this::end));
    }

    private void end() {
        ending = Optional.empty();
        if (!present()) {
            room.dismiss();
        }
    }

    private void cancel() {
        ending.ifPresent(Timer::cancel);
        ending = Optional.empty();
    }
}
