package tandem.gateway;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tandem.base.Clock;
import tandem.base.Loop;
import tandem.call.Calls;
import tandem.call.RoomSettings;
import tandem.gateway.config.Config;
import tandem.gateway.config.ConfigException;
import tandem.gateway.config.ConfigFault;
import tandem.gateway.config.Differences;
import tandem.gateway.config.Loaded;
import tandem.sip.SipTls;

/**
 * Takes a saved configuration, dial plan or file for a value ({@code ${file:PATH}}) into use while calls are up: rooms, trunks, devices, dial
 * plan, access and prompt language. The rest is said to need a restart. What is wrong is refused by file and line, and everything stays as it was.
 */
final class LiveConfig {
    private static final Logger log = LoggerFactory.getLogger(LiveConfig.class);
    private static final Set<String> LIVE = Set.of(
            "rooms",
            "trunks",
            "devices",
            "dialplan",
            "access.guests",
            "access.max-calls",
            "access.max-cpu",
            "access.requests-per-second",
            "media.language");

    private final Loop loop;
    private final Calls calls;
    private final SipSide sip;
    private final CpuWatch cpu;
    private final Path file;
    private final Gateway.Reread reread;
    private final Config started;
    private Loaded loaded;
    private Loaded named;
    private List<Path> values;
    private String plan;
    private OpenRooms rooms;

    /** What a saved file is applied to, on that loop. */
    record Parts(Loop loop, Calls calls, SipSide sip, CpuWatch cpu) {}

    LiveConfig(Parts parts, Path file, Loaded loaded, OpenRooms rooms, Gateway.Reread reread) {
        this.loop = parts.loop;
        this.calls = parts.calls;
        this.sip = parts.sip;
        this.cpu = parts.cpu;
        this.file = file;
        this.reread = reread;
        this.started = loaded.config();
        this.loaded = loaded;
        this.named = loaded;
        this.values = loaded.files();
        this.rooms = rooms;
        this.plan = planText(loaded);
    }

    /** The files to look at: the configuration, the dial plan and the files for values that it names, be they faulty or not. */
    List<Path> files() {
        List<Path> files = new ArrayList<>(List.of(file));
        PlanFile.path(named).ifPresent(files::add);
        files.addAll(values);
        return files;
    }

    /** Reads them again and applies what can be; not on the loop. The files to look at now. */
    List<Path> onSaved() {
        try {
            Loaded now = reread.read();
            now.notes().stream().filter(note -> !named.notes().contains(note)).forEach(log::warn);
            named = now;
            values = now.files();
            Config config = now.config();
            OpenRooms open = new OpenRooms(
                    PlanFile.read(now, Clock.system()),
                    config.rooms(),
                    config.media().language());
            String text = planText(now);
            List<String> changed = new ArrayList<>(Differences.between(loaded.config(), config));
            if (!text.equals(plan) && !changed.contains("dialplan")) {
                changed.add("dialplan");
            }
            Map<String, SipTls> tls = PartSettings.trunkTls(now);
            OpenRooms before = rooms;
            loop.post(() -> apply(now, tls, before, open));
            loaded = now;
            plan = text;
            rooms = open;
            say(changed, Differences.between(started, config));
        } catch (ConfigException wrong) {
            values = wrong.files().isEmpty() ? values : wrong.files();
            log.error(
                    "{} is not taken, what held before still holds: {}",
                    file,
                    wrong.faults().stream().map(ConfigFault::toString).collect(Collectors.joining("; ")));
        }
        return files();
    }

    private static String planText(Loaded loaded) {
        try {
            return PlanFile.text(loaded);
        } catch (ConfigException unreadable) {
            return "";
        }
    }

    /** One line. What was changed before and still waits for a restart is said again. */
    private void say(List<String> changed, List<String> sinceStart) {
        List<String> applied = changed.stream().filter(LIVE::contains).toList();
        List<String> waiting =
                sinceStart.stream().filter(key -> !LIVE.contains(key)).toList();
        log.info(
                "{} saved: {}{}",
                file,
                applied.isEmpty() ? "nothing to apply" : "applied " + String.join(", ", applied),
                waiting.isEmpty() ? "" : "; needs a restart: " + String.join(", ", waiting));
    }

    private void apply(Loaded now, Map<String, SipTls> tls, OpenRooms before, OpenRooms open) {
        calls.apply(PartSettings.calls(now.config(), open, PartSettings.terms(started)));
        sip.apply(now.config(), PartSettings.terms(started), tls);
        cpu.limit(now.config().access().maxCpu().percent());
        Map<String, RoomSettings> had = before.configured();
        open.configured().forEach((name, settings) -> {
            if (!settings.equals(had.get(name))) {
                calls.openRoom(name, settings);
            }
        });
        had.keySet().stream()
                .filter(name -> !open.configured().containsKey(name))
                .forEach(calls::releaseRoom);
    }
}
