package tandem.gateway.config;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/** What cannot be so of one room. */
public final class RoomChecks {
    /** A URI that can be called. */
    public static final Pattern SIP = Pattern.compile("sips?:[^\\s<>\"]+", Pattern.CASE_INSENSITIVE);

    /** A number of a device, or one that a trunk calls. */
    public static final Pattern NUMBER = Pattern.compile("\\+?[0-9A-Za-z*#][0-9A-Za-z*#._-]{0,63}");

    /** What may be called, in words. */
    public static final String WHOM =
            "an address such as sip:101@pbx.example.org, the number of a device, or a number with 'trunk' beside it";

    /** Digits that are sent after an answer, {@code w} for half a second's wait. */
    public static final Pattern DIGITS = Pattern.compile("[0-9*#A-Dw]{0,64}");

    /** How many a room calls at most. */
    public static final int MOST_DIALS = 50;

    private RoomChecks() {}

    static void faults(Config config, Config.Room room, String path, Origins origins, List<ConfigFault> faults) {
        Optional<String> guests = room.guestPin().or(room::pin).map(Secret::reveal);
        if (guests.isPresent() && guests.equals(room.hostPin().map(Secret::reveal))) {
            faults.add(
                    origins.fault(path + ".host-pin", "is to differ from the PIN of guests, who would all be hosts"));
        }
        if (room.silence()
                .filter(s -> s.compareTo(Config.Room.LEAST_SILENCE) < 0)
                .isPresent()) {
            faults.add(origins.fault(path + ".silence", "is to be 1m at least"));
        }
        if (room.waitLimit().filter(Duration::isZero).isPresent()) {
            faults.add(
                    origins.fault(path + ".wait-limit", "is to be 1s at least; wait-for-host: false lets guests in"));
        }
        if (room.dial().size() > MOST_DIALS) {
            faults.add(origins.fault(path + ".dial", "has at most " + MOST_DIALS + " entries"));
        }
        for (int i = 0; i < room.dial().size(); i++) {
            dial(config, room.dial().get(i), path + ".dial[" + i + "]", origins, faults);
        }
    }

    private static void dial(Config config, Config.Dial dial, String path, Origins origins, List<ConfigFault> faults) {
        boolean number = NUMBER.matcher(dial.to()).matches();
        if (!number && (dial.trunk().isPresent() || !SIP.matcher(dial.to()).matches())) {
            faults.add(origins.fault(path + ".to", "'" + dial.to() + "' cannot be called: write " + WHOM));
        } else if (number
                && dial.trunk().isEmpty()
                && config.devices().stream().noneMatch(device -> device.user().equals(dial.to()))) {
            faults.add(origins.fault(
                    path + ".to",
                    "there is no device " + dial.to() + "; name the 'trunk' that is to call it, or write " + WHOM));
        }
        dial.trunk()
                .filter(name -> !name.equals("any"))
                .filter(name ->
                        config.trunks().stream().noneMatch(trunk -> trunk.name().equals(name)))
                .ifPresent(name -> faults.add(origins.fault(path + ".trunk", "there is no trunk " + name)));
        if (dial.dtmf()
                .filter(digits -> !DIGITS.matcher(digits.reveal()).matches())
                .isPresent()) {
            faults.add(origins.fault(path + ".dtmf", "takes up to 64 of 0-9 * # A-D, and w for half a second's wait"));
        }
    }
}
