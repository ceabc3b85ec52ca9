package tandem.gateway.live;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A phone and a PBX behind one address: each is who it is. */
class NeighboursTest {
    @TempDir
    Path folder;

    private static String invited(RawPhone phone) throws Exception {
        String answer = phone.apart("INVITE", "1000", "", "Contact: <sip:a@127.0.0.1>");
        return answer.startsWith("SIP/2.0 1") ? phone.receive("SIP/2.0 4") : answer;
    }

    @Test
    void optionsTellOfRegisterWhereAnybodyMayRegister() throws Exception {
        for (String devices : new String[] {"", "devices: [{user: '101', password: correct horse}]\n"}) {
            try (LiveGateway gateway = new LiveGateway(folder, devices);
                    RawPhone phone = new RawPhone(gateway.sip(), "4711")) {
                String answer = phone.apart("OPTIONS", "1000", "");
                String allow = answer.lines()
                        .filter(line -> line.startsWith("Allow: "))
                        .findFirst()
                        .orElseThrow();
                assertEquals(!devices.isEmpty(), allow.endsWith(", REGISTER"), allow);
                String refused = phone.apart("REGISTER", "1000", "");
                assertTrue(refused.startsWith(devices.isEmpty() ? "SIP/2.0 405" : "SIP/2.0 401"), refused);
                assertEquals(devices.isEmpty(), refused.contains("\r\nAllow: INVITE"), refused);
            }
        }
    }

    @Test
    void aRegisteredPhoneIsNotTakenForTheTrunkAtItsAddress() throws Exception {
        Files.writeString(folder.resolve("plan.yaml"), """
                rules:
                  - {name: from the pbx, when: {to: '1000', trunk: pbx}, go: {refuse: busy}}
                """);
        try (LiveGateway gateway = new LiveGateway(folder, """
                        trunks: [{name: pbx, mode: peer, host: '127.0.0.1:9', keepalive: 'off'}]
                        devices: [{user: '101', password: correct horse}]
                        dialplan: plan.yaml
                        """);
                RawPhone phone = new RawPhone(gateway.sip(), "101");
                RawPhone pbx = new RawPhone(gateway.sip(), "101");
                RawPhone other = new RawPhone(gateway.sip(), "4711")) {
            phone.register("gateway", "correct horse");
            assertTrue(invited(phone).startsWith("SIP/2.0 407"), "it has to show its password as anywhere");
            assertTrue(invited(pbx).startsWith("SIP/2.0 486"), "what the PBX says its caller is proves nothing");
            assertTrue(invited(other).startsWith("SIP/2.0 486"));
        }
    }
}
