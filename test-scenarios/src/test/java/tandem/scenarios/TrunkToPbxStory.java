package tandem.scenarios;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import tandem.scenarios.kit.Kamailio;
import tandem.scenarios.kit.OfficeTrunk;

/**
 * The gateway is registered with a PBX as a trunk: a phone of the PBX dials a room, a room calls the phone, and whatever is wrong
 * with the PBX or the password is told in words, and heals.
 */
class TrunkToPbxStory {
    private static final String PASSWORD = "sesame";

    private static Kamailio pbx;
    private static OfficeTrunk office;

    @BeforeAll
    static void start() {
        pbx = Kamailio.start(PASSWORD);
        office = new OfficeTrunk(pbx, TrunkToPbxStory::config, PASSWORD);
    }

    @AfterAll
    static void stop() {
        office.close();
        pbx.close();
    }

    /** Guests come from 127.0.0.1 alone, and the PBX is not there: it is let in as a trunk. */
    private static String config(String password) {
        return String.join(
                "\n",
                "access: {guests: [127.0.0.1]}",
                "trunks:",
                "  - name: office",
                "    mode: register",
                "    host: " + pbx.address(),
                "    username: '8000'",
                "    password: " + password,
                "    expires: 10s",
                "    keepalive: 1s",
                "    caller-id: {p-asserted-identity: true}",
                "");
    }

    @Test
    void aPhoneOfThePbxMeetsABrowser() {
        office.aPhoneMeetsABrowser(pbx.phone("ben"));
    }

    @Test
    void aRoomCallsThePhone() {
        office.aRoomCallsAPhone(pbx.phone("ben"));
    }

    @Test
    void aWrongPasswordIsToldAndMended() {
        office.tellsAWrongPassword();
    }

    @Test
    void aPbxThatIsAwayIsToldAndFoundAgain() {
        office.tellsThatThePbxIsAway();
    }
}
