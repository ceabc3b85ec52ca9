package tandem.gateway.presence;

import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import tandem.call.Calls;
import tandem.call.Room;
import tandem.gateway.presence.DialogInfo.Dialog;
import tandem.gateway.presence.DialogInfo.Identity;
import tandem.gateway.sip.DeviceLegs;
import tandem.gateway.sip.SipHeaders;
import tandem.sip.Body;

/** What one subscription is told of. On the signalling loop. */
sealed interface Subject {
    /** What it hangs on, as {@link #room} and {@link #device} name it. */
    List<String> keys();

    /** Whether things stand otherwise than they were told. */
    boolean news();

    /** How things stand, which counts as told. */
    Body document(long version);

    /** The key of a room. */
    static String room(String name) {
        return "room " + name;
    }

    /** The key of a device. */
    static String device(String user) {
        return "device " + user;
    }

    /**
     * What a subscriber calls what it watches.
     *
     * @param number a room's or a device's, or one the dial plan knows
     * @param host with its port, as the subscriber knows us
     */
    record Place(String number, String host) {
        String uri() {
            return uri(number);
        }

        String uri(String user) {
            return "sip:" + SipHeaders.escaped(user) + "@" + host;
        }
    }

    /** Whether somebody is in a room, as a lamp shows it: one dialog while it is so. Who that is is not told. */
    final class RoomLamp implements Subject {
        private final Calls calls;
        private final String room;
        private final Place place;
        private Optional<Boolean> told = Optional.empty();

        RoomLamp(Calls calls, String room, Place place) {
            this.calls = calls;
            this.room = room;
            this.place = place;
        }

        private boolean occupied() {
            return calls.room(room)
                    .filter(there -> !there.participants().isEmpty())
                    .isPresent();
        }

        @Override
        public List<String> keys() {
            return List.of(Subject.room(room));
        }

        @Override
        public boolean news() {
            return told.filter(was -> was == occupied()).isEmpty();
        }

        @Override
        public Body document(long version) {
            boolean now = occupied();
            told = Optional.of(now);
            String title =
                    calls.room(room).map(there -> there.settings().title()).orElse("");
            Dialog dialog = new Dialog(
                    room,
                    Optional.empty(),
                    now ? DialogInfo.CONFIRMED : DialogInfo.TERMINATED,
                    Optional.empty(),
                    Optional.of(new Identity(place.uri(), title)),
                    Optional.empty());
            return new DialogInfo(place.uri(), version, List.of(dialog)).body();
        }
    }

    /** The dialogs of a device, or of several that are called by one number. */
    final class DeviceLamp implements Subject {
        private static final int MOST_DIALOGS = 20; // what is told is to go into one datagram

        private final DeviceLegs legs;
        private final List<String> devices;
        private final Place place;
        private final Set<String> told = new HashSet<>(2);
        private Optional<List<Dialog>> last = Optional.empty();

        DeviceLamp(DeviceLegs legs, List<String> devices, Place place) {
            this.legs = legs;
            this.devices = List.copyOf(devices);
            this.place = place;
        }

        @Override
        public List<String> keys() {
            return devices.stream().map(Subject::device).toList();
        }

        @Override
        public boolean news() {
            return !last.equals(Optional.of(now()));
        }

        private List<Dialog> now() {
            return devices.stream()
                    .flatMap(device -> legs.of(device).stream().map(each -> dialog(device, each)))
                    .limit(MOST_DIALOGS)
                    .toList();
        }

        private Dialog dialog(String device, DeviceLegs.Dialog each) {
            DeviceLegs.Other other = each.other();
            Identity remote = other.user().isEmpty()
                    ? new Identity("sip:anonymous@anonymous.invalid", "")
                    : new Identity(place.uri(other.user()), other.name());
            return new Dialog(
                    each.id(),
                    Optional.of(each.initiator()),
                    each.state().word(),
                    each.named(),
                    Optional.of(new Identity(place.uri(device), "")),
                    Optional.of(remote));
        }

        /** Dialogs that were told of and are over are told of once more: not every phone forgets what it reads no more of. */
        @Override
        public Body document(long version) {
            List<Dialog> now = now();
            last = Optional.of(now);
            List<Dialog> all = new java.util.ArrayList<>(now);
            now.forEach(dialog -> told.remove(dialog.id()));
            told.stream().sorted().map(Dialog::over).forEach(all::add);
            told.clear();
            now.forEach(dialog -> told.add(dialog.id()));
            if (all.isEmpty()) {
                all.add(Dialog.over(place.number()));
            }
            return new DialogInfo(place.uri(), version, all).body();
        }
    }

    /** Who is in a room. */
    final class Roster implements Subject {
        private final Calls calls;
        private final String room;
        private final Place place;
        private final int mostUsers;

        Roster(Calls calls, String room, Place place, int mostUsers) {
            this.calls = calls;
            this.room = room;
            this.place = place;
            this.mostUsers = mostUsers;
        }

        @Override
        public List<String> keys() {
            return List.of(Subject.room(room));
        }

        @Override
        public boolean news() {
            return true;
        }

        @Override
        public Body document(long version) {
            Optional<Room> there = calls.room(room);
            return new ConferenceInfo(place.uri(), place.host(), version, mostUsers, there).body();
        }
    }
}
