package tandem.gateway.sip;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import tandem.call.Cause;
import tandem.call.Transfer;
import tandem.sip.SipReferral;
import tandem.sip.SipReplaces;

/** What a REFER asks of the core, and what the core's answers become. */
class SipTransferTest {
    private final List<String> told = new ArrayList<>();
    private boolean subscribed = true;
    private Optional<SipReplaces> replaces = Optional.empty();

    private Transfer wish(String user) {
        return SipTransfer.of(new Asked(user), named -> Optional.empty());
    }

    @Test
    void theNumberTheHostAndWhatGoesOnwardAreTaken() {
        Transfer wish = wish("1000");
        assertEquals("1000", wish.to());
        assertEquals("host", wish.host());
        assertEquals(Map.of("Subject", "plans", "Referred-By", "<sip:ann@x>"), wish.carried());
        Transfer withPin = wish("1000.2580");
        assertEquals("1000", withPin.to());
        assertEquals(Optional.of("2580"), withPin.pin());
        assertTrue(!withPin.toString().contains("2580"));
    }

    @Test
    void aReplacesOfAnothersDialogIsHandedOn() {
        replaces = SipReplaces.read("a@b;to-tag=1;from-tag=2");
        assertEquals("a@b;to-tag=1;from-tag=2", wish("1000").carried().get("Replaces"));
    }

    @Test
    void whatComesOfItIsToldAsStatusLines() {
        Transfer.Asker asker = wish("1000").asker();
        asker.onTrying();
        asker.onRinging();
        asker.onDone();
        assertEquals(List.of("accept", "180 Ringing", "accept", "over 200 OK"), told);
    }

    @Test
    void aRefusalIsToldByNotifyWhereThatIsWantedElseAtOnce() {
        wish("900").asker().onFailed(Cause.FORBIDDEN);
        assertEquals(List.of("accept", "over 403 Not allowed"), told);
        told.clear();
        subscribed = false;
        wish("900").asker().onFailed(Cause.FORBIDDEN);
        assertEquals(List.of("refuse 403 Not allowed"), told);
        told.clear();
        subscribed = true;
        wish("900").asker().onFailed(Cause.GLARE);
        assertEquals(List.of("refuse 491 Both sides offered media at once"), told);
    }

    private final class Asked implements SipReferral {
        private final String user;

        Asked(String user) {
            this.user = user;
        }

        @Override
        public String target() {
            return "sip:" + user + "@host";
        }

        @Override
        public String targetUser() {
            return user;
        }

        @Override
        public String targetHost() {
            return "host";
        }

        @Override
        public Optional<SipReplaces> replaces() {
            return replaces;
        }

        @Override
        public Map<String, String> headers() {
            return Map.of("Subject", "plans", "Via", "SIP/2.0/UDP evil", "Referred-By", "<sip:forged@x>");
        }

        @Override
        public Optional<String> referredBy() {
            return Optional.of("<sip:ann@x>");
        }

        @Override
        public boolean subscribed() {
            return subscribed;
        }

        @Override
        public void accept() {
            told.add("accept");
        }

        @Override
        public void refuse(int status, Optional<String> reason) {
            told.add("refuse " + status + " " + reason.orElse(""));
        }

        @Override
        public void progress(int status, String reason) {
            told.add(status + " " + reason);
        }

        @Override
        public void over(int status, String reason) {
            told.add("over " + status + " " + reason);
        }
    }
}
