package tandem.gateway.config;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;

/** What is wrong with the accounts of phones and terminals. */
final class DeviceChecks {
    private static final Pattern USER = Pattern.compile("[A-Za-z0-9][A-Za-z0-9_.+-]{0,63}");
    private static final int LEAST_PASSWORD = 6;

    private DeviceChecks() {}

    static void faults(Config config, Origins origins, List<ConfigFault> faults) {
        Set<String> users = new HashSet<>();
        for (int i = 0; i < config.devices().size(); i++) {
            Config.Device device = config.devices().get(i);
            String path = "devices[" + i + "]";
            if (!USER.matcher(device.user()).matches()) {
                faults.add(origins.fault(
                        path + ".user",
                        "'" + device.user() + "' is no number or name of a device: write letters, digits, . _ + or -"));
            }
            if (!users.add(device.user())) {
                faults.add(origins.fault(path + ".user", "there are two devices '" + device.user() + "'"));
            }
            password(device, path + ".password", origins, faults);
        }
    }

    /** Passwords of telephones are guessed all day long: what is guessed first is refused. */
    private static void password(Config.Device device, String path, Origins origins, List<ConfigFault> faults) {
        String password = device.password().reveal();
        if (password.length() < LEAST_PASSWORD) {
            faults.add(origins.fault(path, "is to have at least " + LEAST_PASSWORD + " characters"));
        } else if (password.contains(device.user())
                && password.length() < device.user().length() + LEAST_PASSWORD) {
            faults.add(origins.fault(path, "is the device's own number, which is guessed first"));
        }
    }
}
