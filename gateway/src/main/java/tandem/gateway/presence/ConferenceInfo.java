package tandem.gateway.presence;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import tandem.call.Participant;
import tandem.call.Room;
import tandem.call.Way;
import tandem.gateway.sip.SipHeaders;
import tandem.sip.Body;
import tandem.sip.message.Uri;

/**
 * A room and who is in it as a document (RFC 4575), always with the full state. Where people sit in the network is not told: each has a
 * URI at the host the room is known by.
 *
 * @param entity the room's URI
 * @param host of that URI, with its port
 * @param version one more than that of the document before
 * @param mostUsers how many are named; all are counted
 * @param room where it is open
 */
record ConferenceInfo(String entity, String host, long version, int mostUsers, Optional<Room> room) {
    /** The type of the document. */
    static final String TYPE = "application/conference-info+xml";

    private static final String FULL = "full";

    Body body() {
        XmlDocument xml = new XmlDocument("conference-info", "urn:ietf:params:xml:ns:conference-info")
                .attribute("entity", entity)
                .attribute("state", FULL)
                .attribute("version", Long.toString(version));
        Optional<String> title = room.map(there -> there.settings().title()).filter(text -> !text.isBlank());
        title.ifPresent(text ->
                xml.open("conference-description").text("display-text", text).close());
        List<Participant> inside = room.map(Room::participants).orElse(List.of());
        xml.open("conference-state")
                .text("user-count", Integer.toString(inside.size()))
                .text("active", Boolean.toString(!inside.isEmpty()))
                .text("locked", Boolean.toString(room.filter(Room::locked).isPresent()))
                .close();
        xml.open("users").attribute("state", FULL);
        users(inside).forEach((uri, those) -> write(xml, uri, those));
        return new Body(TYPE, xml.close().octets());
    }

    /** Who has the same address is one user at several endpoints (section 5.6). */
    private Map<String, List<Participant>> users(List<Participant> inside) {
        Map<String, List<Participant>> byUri = new LinkedHashMap<>();
        Map<String, String> uris = new HashMap<>();
        for (Participant participant : inside.subList(0, Math.min(mostUsers, inside.size()))) {
            String address = participant.facts().address();
            Optional<String> user = Uri.read(address)
                    .map(Uri::plainUser)
                    .filter(text ->
                            !text.isEmpty() && !text.equalsIgnoreCase("anonymous")); // who is nobody is one each
            String uri = user.map(text -> uris.computeIfAbsent(address, _ -> free(text, participant, byUri)))
                    .orElseGet(() -> uri(participant.id()));
            byUri.computeIfAbsent(uri, _ -> new ArrayList<>(1)).add(participant);
        }
        return byUri;
    }

    private String free(String user, Participant participant, Map<String, List<Participant>> taken) {
        String uri = uri(user);
        return taken.containsKey(uri) ? uri(participant.id()) : uri;
    }

    private String uri(String user) {
        return "sip:" + SipHeaders.escaped(user) + "@" + host;
    }

    private void write(XmlDocument xml, String uri, List<Participant> those) {
        Participant first = those.getFirst();
        xml.open("user").attribute("entity", uri).attribute("state", FULL);
        xml.text("display-text", first.name());
        xml.open("roles")
                .text("entry", first.role().name().toLowerCase(Locale.ROOT))
                .close();
        those.forEach(each -> write(xml, each));
        xml.close();
    }

    private void write(XmlDocument xml, Participant endpoint) {
        xml.open("endpoint").attribute("entity", uri(endpoint.id())).attribute("state", FULL);
        xml.text("status", endpoint.held() ? "on-hold" : "connected");
        xml.text("joining-method", endpoint.way() == Way.INBOUND ? "dialed-in" : "dialed-out");
        xml.open("media").attribute("id", "1");
        xml.text("type", "audio").text("status", direction(endpoint)).close();
        xml.close();
    }

    /** As the endpoint sees it: who is muted only hears, who holds does neither. */
    private static String direction(Participant endpoint) {
        if (endpoint.held()) {
            return "inactive";
        }
        return endpoint.muted() ? "recvonly" : "sendrecv";
    }
}
