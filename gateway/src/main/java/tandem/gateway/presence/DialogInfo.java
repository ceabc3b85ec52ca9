package tandem.gateway.presence;

import java.util.List;
import java.util.Optional;
import tandem.sip.Body;
import tandem.sip.SipReplaces;

/**
 * The dialogs of a room or a device as a document (RFC 4235 section 4.1), always with the full state: many phones read no other.
 *
 * @param entity whose dialogs, a URI
 * @param version one more than that of the document before
 * @param dialogs those that there are, and those that were told of before and are no longer
 */
record DialogInfo(String entity, long version, List<Dialog> dialogs) {
    /** The type of the document. */
    static final String TYPE = "application/dialog-info+xml";

    static final String CONFIRMED = "confirmed";
    static final String TERMINATED = "terminated";

    DialogInfo {
        dialogs = List.copyOf(dialogs);
    }

    /**
     * One dialog, as whoever is watched sees it.
     *
     * @param id the same in all documents
     * @param initiator whether the watched one called; none where it is neither
     * @param state trying, early, confirmed or terminated
     * @param named how an INVITE to us names it: From's tag is the watched one's
     * @param local who is watched
     * @param remote the other end
     */
    record Dialog(
            String id,
            Optional<Boolean> initiator,
            String state,
            Optional<SipReplaces> named,
            Optional<Identity> local,
            Optional<Identity> remote) {
        /** One that is no longer. */
        static Dialog over(String id) {
            return new Dialog(id, Optional.empty(), TERMINATED, Optional.empty(), Optional.empty(), Optional.empty());
        }
    }

    /**
     * Somebody at an end of a dialog.
     *
     * @param uri to be called
     * @param name for people, or empty
     */
    record Identity(String uri, String name) {}

    Body body() {
        XmlDocument xml = new XmlDocument("dialog-info", "urn:ietf:params:xml:ns:dialog-info")
                .attribute("version", Long.toString(version))
                .attribute("state", "full")
                .attribute("entity", entity);
        dialogs.forEach(dialog -> write(xml, dialog));
        return new Body(TYPE, xml.octets());
    }

    private static void write(XmlDocument xml, Dialog dialog) {
        xml.open("dialog").attribute("id", dialog.id());
        dialog.named()
                .ifPresent(named -> xml.attribute("call-id", named.callId())
                        .attribute("local-tag", named.fromTag())
                        .attribute("remote-tag", named.toTag()));
        dialog.initiator().ifPresent(it -> xml.attribute("direction", it ? "initiator" : "recipient"));
        xml.text("state", dialog.state());
        dialog.local().ifPresent(identity -> write(xml, "local", identity));
        dialog.remote().ifPresent(identity -> write(xml, "remote", identity));
        xml.close();
    }

    private static void write(XmlDocument xml, String end, Identity identity) {
        xml.open(end).open("identity");
        if (!identity.name().isBlank()) {
            xml.attribute("display", identity.name());
        }
        xml.content(identity.uri()).close();
        xml.open("target").attribute("uri", identity.uri()).close().close();
    }
}
