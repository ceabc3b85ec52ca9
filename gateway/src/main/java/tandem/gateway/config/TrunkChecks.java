package tandem.gateway.config;

import java.nio.file.Path;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import tandem.dialplans.Rewriting;

/** What the keys of a trunk cannot be beside each other. */
final class TrunkChecks {
    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9][A-Za-z0-9_.-]{0,63}");
    private static final Pattern PREFIX = Pattern.compile("\\+?[0-9*#]*");
    private static final Pattern DOMAIN = Pattern.compile("[A-Za-z0-9.-]+|\\[[0-9A-Fa-f:.]+]");
    private static final Duration LEAST_EXPIRES = Duration.ofSeconds(10);
    private static final Duration MOST_EXPIRES = Duration.ofDays(1);

    private final Loaded loaded;
    private final Config.Trunk trunk;
    private final String path;
    private final List<ConfigFault> faults;

    private TrunkChecks(Loaded loaded, int index, List<ConfigFault> faults) {
        this.loaded = loaded;
        this.trunk = loaded.config().trunks().get(index);
        this.path = "trunks[" + index + "]";
        this.faults = faults;
    }

    static void faults(Loaded loaded, List<ConfigFault> faults) {
        Set<String> names = new HashSet<>();
        for (int i = 0; i < loaded.config().trunks().size(); i++) {
            TrunkChecks checks = new TrunkChecks(loaded, i, faults);
            if (!names.add(checks.trunk.name())) {
                checks.fault("name", "there are two trunks '" + checks.trunk.name() + "'");
            }
            checks.identity();
            checks.account();
            checks.way();
            checks.tls();
            checks.limits();
            checks.rewrites();
        }
    }

    private void fault(String key, String words) {
        faults.add(loaded.origins().fault(path + "." + key, words));
    }

    private boolean isSet(String key) {
        return loaded.origins().set(path + "." + key);
    }

    private void identity() {
        if (!NAME.matcher(trunk.name()).matches()) {
            fault("name", "'" + trunk.name() + "' is no name: write letters, digits, - . _");
        }
        if (trunk.name().equals("any")) {
            fault("name", "'any' means any trunk in the dial plan; take another name");
        }
        trunk.domain()
                .filter(domain -> !DOMAIN.matcher(domain).matches())
                .ifPresent(domain -> fault("domain", "'" + domain + "' is no domain: write example.org"));
    }

    private void account() {
        if (trunk.mode() == Config.TrunkMode.REGISTER && trunk.username().isEmpty()) {
            fault("mode", "register needs username (and mostly password) beside it; for fixed addresses write peer");
        }
        if (trunk.password().isPresent() && trunk.username().isEmpty()) {
            fault("password", "needs username beside it");
        }
        if (trunk.authUsername().isPresent() && trunk.password().isEmpty()) {
            fault("auth-username", "needs password beside it");
        }
        trunk.password().filter(secret -> secret.reveal().isBlank()).ifPresent(secret -> fault("password", "is empty"));
        trunk.username()
                .filter(user -> user.isBlank() || user.chars().anyMatch(c -> c <= ' ' || "@<>\"".indexOf(c) >= 0))
                .ifPresent(user -> fault("username", "is the part before the @ alone"));
        if (trunk.mode() == Config.TrunkMode.PEER && isSet("expires")) {
            fault("expires", "is for mode: register; a peer is not registered with");
        }
        trunk.expires()
                .filter(span -> span.compareTo(LEAST_EXPIRES) < 0 || span.compareTo(MOST_EXPIRES) > 0)
                .ifPresent(span -> fault("expires", "is to be from 10s to 1d"));
    }

    /** A transport that is off here leads nowhere. */
    private void way() {
        Config.Sip sip = loaded.config().sip();
        TrunkHost first = trunk.proxy().orElse(trunk.host());
        String key = trunk.proxy().isPresent() ? "proxy" : "host";
        first.transport().ifPresent(by -> {
            Listen listen =
                    switch (by) {
                        case "udp" -> sip.udp();
                        case "tcp" -> sip.tcp();
                        default -> sip.tls();
                    };
            if (!listen.on()) {
                fault(key, "goes by " + by + ", but sip." + by + " is off");
            }
        });
    }

    private void tls() {
        Config.TrunkTls tls = trunk.tls();
        if (tls.certificate().isPresent() != tls.key().isPresent()) {
            fault("tls", "certificate and key stand together");
        }
        readable("tls.certificate", tls.certificate());
        readable("tls.key", tls.key());
        tls.trust().flatMap(TlsTrust::file).ifPresent(file -> readable("tls.trust", Optional.of(file)));
        if (isSet("tls") && !loaded.config().sip().tls().on()) {
            fault("tls", "needs sip.tls to be on");
        }
    }

    private void readable(String key, Optional<Path> file) {
        file.map(loaded::resolve)
                .filter(each -> !ConfigChecks.isFile(each))
                .ifPresent(each -> fault(key, "there is no readable file " + each));
    }

    private void limits() {
        atLeastOne("max-calls", trunk.maxCalls());
        Config.Budget budget = trunk.budget();
        atLeastOne("budget.calls", budget.calls());
        atLeastOne("budget.calls-per-hour", budget.callsPerHour());
        atLeastOne("budget.minutes-per-day", budget.minutesPerDay());
        if (budget.nightHours().isPresent()
                && budget.night().filter(Config.Night.REFUSE::equals).isEmpty()) {
            fault("budget.night-hours", "means something beside night: refuse alone");
        }
        budget.prefixes().stream()
                .filter(prefix -> !PREFIX.matcher(prefix).matches())
                .forEach(prefix -> fault(
                        "budget.prefixes", "'" + prefix + "' is no beginning of a number: write '+49' or '0049'"));
    }

    private void atLeastOne(String key, Optional<Integer> most) {
        most.filter(count -> count < 1)
                .ifPresent(count -> fault(key, "is to be at least 1; leave it out for no limit"));
    }

    private void rewrites() {
        rewrites("out", trunk.rewrite().out());
        rewrites("out-caller", trunk.rewrite().outCaller());
        rewrites("in", trunk.rewrite().in());
        rewrites("in-caller", trunk.rewrite().inCaller());
    }

    private void rewrites(String key, List<String> written) {
        for (String each : written) {
            try {
                Rewriting.of(each);
            } catch (IllegalArgumentException wrong) {
                fault("rewrite." + key, String.valueOf(wrong.getMessage()));
            }
        }
    }
}
