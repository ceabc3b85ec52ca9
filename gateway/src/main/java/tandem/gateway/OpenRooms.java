package tandem.gateway;

import java.net.InetAddress;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import tandem.call.Announcements;
import tandem.call.Arrival;
import tandem.call.AutoDial;
import tandem.call.DialPlan;
import tandem.call.Hosting;
import tandem.call.Lobby;
import tandem.call.Protocol;
import tandem.call.Role;
import tandem.call.RoomPolicy;
import tandem.call.RoomSettings;
import tandem.call.Route;
import tandem.gateway.config.Config;
import tandem.gateway.config.Secret;
import tandem.media.MediaDescription;

/**
 * Which rooms there may be: the configured ones, those the dial plan sends somebody to, and those that it would send a
 * guest to who dials their name. Thus the reception opens no room that could not be dialled.
 */
final class OpenRooms implements DialPlan, RoomPolicy {
    private final DialPlan plan;
    private final String language;
    private final Map<String, RoomSettings> configured = new HashMap<>();

    OpenRooms(DialPlan plan, List<Config.Room> rooms, String language) {
        this.plan = plan;
        this.language = language;
        rooms.forEach(room -> configured.put(room.name(), settings(room)));
    }

    /** The configured rooms by name. */
    Map<String, RoomSettings> configured() {
        return Map.copyOf(configured);
    }

    private RoomSettings settings(Config.Room room) {
        RoomSettings settings = onDemand()
                .withTitle(room.title().orElse(""))
                .withPins(
                        room.pin().map(Secret::reveal),
                        room.hostPin().map(Secret::reveal),
                        room.guestPin().map(Secret::reveal))
                .withMaxParticipants(room.maxParticipants().orElse(Integer.MAX_VALUE))
                .withLanguage(room.language().orElse(language))
                .withHosting(hosting(room))
                .withLobby(room.lobby().orElse(Lobby.OFF))
                .withMutedOnEntry(room.mutedOnEntry().orElse(false))
                .withSilence(room.silence())
                .withDials(room.dial().stream().map(OpenRooms::dial).toList())
                .withTokenRequired(
                        room.token().filter(Config.Token.REQUIRED::equals).isPresent());
        return room.announce()
                .map(how -> switch (how) {
                    case OFF -> Announcements.OFF;
                    case TONES -> Announcements.TONES;
                    case NAMES -> Announcements.NAMES;
                })
                .map(settings::withAnnouncements)
                .orElse(settings);
    }

    private static Hosting hosting(Config.Room room) {
        return new Hosting(
                room.waitForHost(),
                room.withoutHost().map(Config.WithoutHost.END::equals),
                room.hostGrace().orElse(Hosting.USUAL.grace()),
                room.waitLimit().orElse(Hosting.USUAL.patience()));
    }

    private static AutoDial dial(Config.Dial dial) {
        return new AutoDial(
                dial.to(),
                dial.trunk(),
                dial.role().orElse(Role.GUEST),
                dial.dtmf().map(Secret::reveal).orElse(""));
    }

    private RoomSettings onDemand() {
        return RoomSettings.OPEN.withLanguage(language);
    }

    @Override
    public Route route(Arrival arrival) {
        return plan.route(arrival);
    }

    @Override
    public List<String> why(Arrival arrival, Instant at) {
        return plan.why(arrival, at);
    }

    @Override
    public Optional<RoomSettings> settings(String name) {
        RoomSettings own = configured.get(name);
        if (own != null) {
            return Optional.of(own);
        }
        return dialled(name) ? Optional.of(onDemand()) : Optional.empty();
    }

    @Override
    public Optional<RoomSettings> routed(String name) {
        return Optional.of(configured.getOrDefault(name, onDemand()));
    }

    private boolean dialled(String name) {
        Arrival guest = new Arrival(
                "",
                Protocol.SIP,
                "sip:guest@localhost",
                "",
                name,
                "localhost",
                InetAddress.getLoopbackAddress(),
                Optional.empty(),
                Optional.empty(),
                MediaDescription.EMPTY,
                Optional.empty(),
                Map.of(),
                Optional.empty(),
                Optional.empty());
        return plan.route(guest) instanceof Route.ToRoom to && to.room().equals(name);
    }
}
