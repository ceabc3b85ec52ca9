package tandem.gateway.presence;

import java.util.List;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.function.Predicate;
import tandem.call.Arrival;
import tandem.call.Calls;
import tandem.call.Cause;
import tandem.call.Room;
import tandem.call.Route;
import tandem.gateway.registrar.Whereabouts;
import tandem.gateway.sip.DeviceLegs;
import tandem.gateway.sip.SipCauses;
import tandem.gateway.sip.Subscribers;
import tandem.sip.message.Uri;

/**
 * Who may be told of what. The dial plan says what a number is, and who may call it may see whether it is busy; but a device is watched by
 * devices and trunks alone, and who is in a room is told to those who are in it, or need neither a PIN nor anybody's leave to enter. On the
 * signalling loop.
 */
public final class Rights {
    static final String DIALOG = "dialog";
    static final String CONFERENCE = "conference";

    private static final int MOST_USERS = 200;
    private static final int MOST_USERS_BY_DATAGRAM = 25; // 10 KB, with names that are long

    private final Calls calls;
    private final DeviceLegs legs;
    private final Whereabouts devices;
    private final Predicate<String> trunks;

    /** By what these know; {@code trunks} says whether there is one of that name. */
    public Rights(Calls calls, DeviceLegs legs, Whereabouts devices, Predicate<String> trunks) {
        this.trunks = trunks;
        this.calls = calls;
        this.legs = legs;
        this.devices = devices;
    }

    DeviceLegs legs() {
        return legs;
    }

    /** What becomes of a wish. */
    sealed interface Verdict {
        /** It is told that, as long as it may {@code still} be. */
        record Granted(Subject subject, BooleanSupplier still) implements Verdict {}

        /** It is refused. */
        record Refused(int status, String words) implements Verdict {}
    }

    private static Verdict refused(int status, String words) {
        return new Verdict.Refused(status, words);
    }

    /** Whether that may be told, and what it is. */
    Verdict of(Subscribers.Wish wish) {
        Route route = calls.leads(wish.who());
        return wish.event().name().equals(CONFERENCE) ? conference(wish, route) : dialogs(wish, route);
    }

    private Verdict dialogs(Subscribers.Wish wish, Route route) {
        Arrival who = wish.who();
        return switch (route) {
            case Route.ToRoom to ->
                new Verdict.Granted(new Subject.RoomLamp(calls, to.room(), place(wish)), () -> stands(who));
            case Route.ToDevice _ when who.guest() -> refused(403, "Only Devices And Trunks May Watch A Device");
            case Route.ToDevice to
            when to.devices().stream().noneMatch(devices::knows) -> refused(404, "There Is No Such Device");
            case Route.ToDevice to ->
                new Verdict.Granted(
                        new Subject.DeviceLamp(legs, to.devices(), place(wish)),
                        () -> stands(who) && to.devices().stream().anyMatch(devices::knows));
            case Route.Refuse refuse -> refused(refuse.cause());
            case Route.ToAddress _, Route.ToTrunk _, Route.Reception _, Route.Echo _, Route.Tone _ ->
                refused(404, "Neither A Room Nor A Device");
        };
    }

    private Verdict conference(Subscribers.Wish wish, Route route) {
        Arrival who = wish.who();
        if (route instanceof Route.ToRoom to) {
            if (isIn(to.room(), wish)) {
                return roster(to.room(), wish, () -> isIn(to.room(), wish));
            }
            boolean locked = calls.room(to.room()).filter(Room::locked).isPresent();
            return calls.opens(who, to.room()) && !locked
                    ? roster(to.room(), wish, () -> stands(who) && calls.opens(who, to.room()))
                    : refused(403, "Only Those In The Room May See Who Is In It");
        }
        Optional<String> room = rooms(wish);
        if (room.isPresent()) { // it came by the reception, or was called: what it calls us is no room's number
            return roster(room.get(), wish, () -> isIn(room.get(), wish));
        }
        return route instanceof Route.Refuse refuse ? refused(refuse.cause()) : refused(404, "There Is No Such Room");
    }

    private Verdict roster(String room, Subscribers.Wish wish, BooleanSupplier still) {
        int most = wish.request().transport().equals("UDP") ? MOST_USERS_BY_DATAGRAM : MOST_USERS;
        return new Verdict.Granted(new Subject.Roster(calls, room, place(wish), most), still);
    }

    private static Verdict refused(Cause why) {
        return refused(SipCauses.status(why), words(why));
    }

    private static String words(Cause why) {
        String words = why.words();
        return words.substring(0, 1).toUpperCase(java.util.Locale.ROOT) + words.substring(1);
    }

    /** Whether who subscribed is still what it was: a device with an account, a trunk's, or let in as a guest. */
    private boolean stands(Arrival who) {
        return who.device()
                .map(devices::knows)
                .orElseGet(() -> who.trunk()
                        .map(trunks::test)
                        .orElseGet(() -> calls.guests().admits(who.source())));
    }

    private boolean isIn(String room, Subscribers.Wish wish) {
        List<String> ids = wish.calls().get();
        return calls.room(room)
                .filter(there ->
                        ids.stream().anyMatch(id -> there.participant(id).isPresent()))
                .isPresent();
    }

    /** The one room its sender is in. */
    private Optional<String> rooms(Subscribers.Wish wish) {
        List<String> names = calls.rooms().stream()
                .map(Room::name)
                .filter(name -> isIn(name, wish))
                .toList();
        return names.size() == 1 ? Optional.of(names.getFirst()) : Optional.empty();
    }

    /** As the subscriber names it, PIN and parameters aside. */
    private static Subject.Place place(Subscribers.Wish wish) {
        String host = Uri.read(wish.request().uri())
                .map(uri -> uri.host() + (uri.port() == 0 ? "" : ":" + uri.port()))
                .orElseGet(() -> wish.who().host());
        return new Subject.Place(wish.who().to(), host);
    }
}
