package tandem.gateway.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.InetAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tandem.call.Guests;
import tandem.media.AudioCodec;
import tandem.media.MediaTerms;

class ConfigReaderTest {
    @TempDir
    Path folder;

    private Loaded read(String text) throws ConfigException {
        return read(text, Map.of());
    }

    private Loaded read(String text, Map<String, String> environment) throws ConfigException {
        return ConfigReader.read(text, "tandem.yaml", folder, environment);
    }

    private String refused(String text) {
        return refused(text, Map.of());
    }

    private String refused(String text, Map<String, String> environment) {
        return String.valueOf(assertThrows(ConfigException.class, () -> read(text, environment))
                .getMessage());
    }

    @Test
    void anEmptyFileMeansTheDefaults() throws Exception {
        Config config = read("").config();
        assertEquals("0.0.0.0:5060", config.sip().udp().toString());
        assertFalse(config.sip().tls().on());
        assertEquals(new PortRange(20_000, 29_999), config.media().ports());
        assertEquals(
                List.of(AudioCodec.OPUS, AudioCodec.G722, AudioCodec.PCMA, AudioCodec.PCMU),
                config.media().audio());
        assertEquals(MediaTerms.Srtp.OFFER, config.media().srtp());
        assertEquals(2000, config.access().maxCalls());
        assertEquals(List.of(), config.rooms());
    }

    @Test
    void theEnvironmentGoesOverTheFileOverTheDefaults() throws Exception {
        Config config = read(
                        "sip:\n  udp: 127.0.0.1:5070\n  tcp: 127.0.0.1:5071\nmedia: {audio: [pcma]}\n",
                        Map.of("TANDEM_SIP_UDP", "127.0.0.1:0", "TANDEM_MEDIA_AUDIO", "opus, pcmu"))
                .config();
        assertEquals("127.0.0.1:0", config.sip().udp().toString());
        assertEquals("127.0.0.1:5071", config.sip().tcp().toString());
        assertEquals(List.of(AudioCodec.OPUS, AudioCodec.PCMU), config.media().audio());
        assertEquals("0.0.0.0:8080", config.http().listen().toString());
    }

    @Test
    void anUnknownKeyIsToldWithItsLineAndTheNearestKnownOne() {
        assertEquals(
                "tandem.yaml:3: sip.upd: no such key; did you mean 'sip.udp'?", refused("data: d\nsip:\n  upd: off\n"));
        assertEquals(
                "tandem.yaml:2: rooms[0].pinn: no such key; did you mean 'rooms[0].pin'?",
                refused("rooms:\n  - {name: '1', pinn: '2'}\n"));
        assertTrue(refused("zzzzzzzzzzzz: 1\n").contains("here are known: data, sip, media"));
    }

    @Test
    void allUnknownKeysAreToldAtOnce() {
        assertEquals(2, refused("sipp: {}\nmediaa: {}\n").lines().count());
    }

    @Test
    void aKeyThatStandsTwiceIsRefused() {
        assertEquals("tandem.yaml:2: the key 'data' stands here a second time", refused("data: a\ndata: b\n"));
    }

    @Test
    void aWrongValueIsToldWithWhatWouldBeRight() {
        assertEquals(
                "tandem.yaml:2: sip.udp: '5060' is no address with a port: write 0.0.0.0:5060, [::]:5060 or off",
                refused("sip:\n  udp: 5060\n"));
        assertEquals(
                "tandem.yaml:1: media.srtp: 'maybe' is none of off, offer, require", refused("media: {srtp: maybe}\n"));
        assertEquals(
                "tandem.yaml:1: media.audio[1]: 'g729' is none of opus, g722, pcma, pcmu",
                refused("media: {audio: [opus, g729]}\n"));
        assertEquals(
                "environment TANDEM_ACCESS_MAX_CALLS: access.max-calls: 'many' is not a whole number from 0 to 2147483647",
                refused("", Map.of("TANDEM_ACCESS_MAX_CALLS", "many")));
        assertEquals("tandem.yaml:2: rooms[0].name: is needed", refused("rooms:\n  - title: x\n"));
        assertTrue(refused("sip: 5060\n").startsWith("tandem.yaml:1: sip: takes keys below it: udp, tcp"));
        assertEquals("tandem.yaml:1: data: takes one value, not a list or a mapping", refused("data: [a]\n"));
    }

    @Test
    void whatIsNoYamlIsToldByLine() {
        assertTrue(refused("sip:\n  udp: [1, 2\nx: }").startsWith("tandem.yaml:3: is no YAML"), refused("a: [\n}"));
    }

    @Test
    void valuesTakeVariablesAndFilesAndNothingElse() throws Exception {
        Files.writeString(folder.resolve("pin"), "2580\n");
        String text = "rooms: [{name: '1000', pin: '${file:pin}', title: 'for ${env:WHO}'}]";
        Config.Room room = read(text, Map.of("WHO", "all")).config().rooms().getFirst();
        assertEquals("2580", room.pin().map(Secret::reveal).orElse(""));
        assertEquals(Optional.of("for all"), room.title());
        assertEquals("tandem.yaml:1: rooms[0].title: the environment has no WHO", refused(text));
        assertTrue(refused("data: ${dns:address|example.org}\n").contains("other than ${env:NAME} and ${file:PATH}"));
        assertTrue(refused("data: ${sip.udp}\n").contains("other than ${env:NAME} and ${file:PATH}"));
        assertTrue(refused("data: ${file:none}\n").contains("cannot be read"));
    }

    @Test
    void yamlOneTwoKeepsOffAndLeadingZerosAsText() throws Exception {
        Config config =
                read("sip: {udp: off}\nrooms: [{name: 0123, record: off}]\n").config();
        assertFalse(config.sip().udp().on());
        assertEquals("0123", config.rooms().getFirst().name());
    }

    @Test
    void secretsAreNotPrinted() throws Exception {
        String printed = read("rooms: [{name: '1', pin: '2580'}]\n").config().toString();
        assertFalse(printed.contains("2580"), printed);
    }

    @Test
    void tlsNeedsItsFiles() {
        assertEquals(
                "tandem.yaml:1: sip.tls: needs sip.certificate and sip.key beside it",
                refused("sip: {tls: '[::]:5061'}\n"));
        assertTrue(refused("sip: {tls: '0.0.0.0:5061', certificate: no.pem, key: no.pem}\n")
                .contains("sip.certificate: there is no readable file " + folder.resolve("no.pem")));
    }

    @Test
    void portsThatMeetAreRefused() {
        assertEquals(
                "tandem.yaml:2: http.listen: port 5060 is already that of sip.tcp",
                refused("http:\n  listen: 0.0.0.0:5060\n"));
        assertTrue(refused("sip: {udp: '0.0.0.0:20004'}\n").contains("lies in media.ports 20000-29999"));
    }

    @Test
    void keysOfLaterPartsAreTakenAndTold() throws Exception {
        Loaded loaded = read("h323:\n  gatekeeper: serve\n");
        assertEquals(List.of("tandem.yaml:2: h323: not yet part of this build, has no effect"), loaded.notes());
        assertEquals(List.of(), read("").notes());
    }

    @Test
    void aVariableThatIsNoKeyIsToldNotRefused() throws Exception {
        assertEquals(
                List.of("environment TANDEM_SIP_UPD is no key; did you mean TANDEM_SIP_UDP?"),
                read("", Map.of("TANDEM_SIP_UPD", "x")).notes());
    }

    @Test
    void aPortMayBeThatOfTwoAddresses() throws Exception {
        read("sip: {tcp: '127.0.0.1:8080'}\nhttp: {listen: '127.0.0.2:8080'}\n");
        read("sip: {udp: '127.0.0.1:20000'}\nmedia: {bind: 127.0.0.2}\n");
        assertEquals(
                "tandem.yaml:2: http.listen: port 8080 is already that of sip.tcp",
                refused("sip: {tcp: '127.0.0.1:8080'}\nhttp: {listen: '0.0.0.0:8080'}\n"));
        assertTrue(refused("sip: {udp: '127.0.0.1:20000'}\n").contains("port 20000 lies in media.ports"));
    }

    @Test
    void aRoomForNobodyIsNoRoom() {
        assertEquals(
                "tandem.yaml:1: rooms[0].max-participants: is to be at least 1; leave it out for no limit",
                refused("rooms: [{name: '1500', max-participants: 0}]\n"));
    }

    @Test
    void anUnknownKeyAndAWrongValueAreToldTogether() {
        String said = refused("sip: {upd: 'x:1', tcp: nonsense}\nmedia: {speakers: 900, srtp: maybe}\n");
        assertEquals(3, said.lines().count(), said);
        assertTrue(said.contains("sip.upd: no such key; did you mean 'sip.udp'?"), said);
        assertTrue(said.contains("sip.tcp: 'nonsense' is no address with a port"), said);
        assertTrue(said.contains("media.srtp: 'maybe' is none of off, offer, require"), said);
    }

    @Test
    void anEmptyListIsNoDefault() throws Exception {
        for (Config config : List.of(
                read("access: {guests: []}\n").config(),
                read("access: {guests: any}\n", Map.of("TANDEM_ACCESS_GUESTS", ""))
                        .config())) {
            assertEquals(List.of(), config.access().guests());
            assertFalse(Networks.guests(config.access().guests()).admits(InetAddress.ofLiteral("127.0.0.1")));
        }
        assertEquals(
                List.of("any"),
                read("access: {guests: []}\n", Map.of("TANDEM_ACCESS_GUESTS", "any"))
                        .config()
                        .access()
                        .guests());
        String needsOne = ": media.audio: needs at least one of opus, g722, pcma, pcmu";
        assertEquals("tandem.yaml:1" + needsOne, refused("media: {audio: []}\n"));
        assertEquals("environment TANDEM_MEDIA_AUDIO" + needsOne, refused("", Map.of("TANDEM_MEDIA_AUDIO", "")));
        assertTrue(refused("sip: {dns: []}\n").contains("is to be system, or IP addresses"));
    }

    @Test
    void guestsArePrivateAddressesByDefault() throws Exception {
        Guests guests = Networks.guests(read("").config().access().guests());
        assertTrue(guests.admits(InetAddress.ofLiteral("127.0.0.1")));
        assertTrue(guests.admits(InetAddress.ofLiteral("192.168.7.9")));
        assertTrue(guests.admits(InetAddress.ofLiteral("::1")));
        assertFalse(guests.admits(InetAddress.ofLiteral("192.0.2.1")));
        assertFalse(guests.admits(InetAddress.ofLiteral("2001:db8::1")));
        Guests some = Networks.guests(List.of("192.0.2.0/24"));
        assertTrue(some.admits(InetAddress.ofLiteral("192.0.2.200")));
        assertFalse(some.admits(InetAddress.ofLiteral("192.0.3.1")));
        assertTrue(refused("access: {guests: [privat]}\n").contains("is none of none, private, any"));
    }

    @Test
    void theWholeOfTheContractsExampleIsUnderstood() throws Exception {
        String text = """
                sip: {udp: 0.0.0.0:5060, domains: [example.org], public-address: auto, dns: [192.0.2.53], hep: off}
                webrtc: {port: 10000, ice: lite}
                database: {url: sqlite}
                trunks:
                  - name: office
                    mode: register
                    host: pbx.example.org
                    username: "8000"
                    password: ${env:OFFICE_PASSWORD}
                    from: [192.0.2.0/24]
                    codecs: [pcma, pcmu]
                    dtmf: auto
                    priority: 10
                    caller-id: {from: keep, p-asserted-identity: true}
                    max-calls: 30
                    budget: {prefixes: ['+49'], calls: 10, calls-per-hour: 200, minutes-per-day: 3000, night: refuse}
                devices:
                  - {user: "101", password: x, name: Reception desk}
                """;
        Loaded loaded = read(text, Map.of("OFFICE_PASSWORD", "secret"));
        Config.Trunk trunk = loaded.config().trunks().getFirst();
        assertEquals(Optional.of(Config.TrunkMode.REGISTER), trunk.mode());
        assertEquals(Optional.of(true), trunk.callerId().pAssertedIdentity());
        assertEquals(Optional.of(3000), trunk.budget().minutesPerDay());
        assertEquals("101", loaded.config().devices().getFirst().user());
    }

    @Test
    void whomTlsBelievesIsTheSystemAnybodyOrAFile() throws Exception {
        assertEquals("system", read("").config().sip().tlsTrust().toString());
        assertEquals(
                "any", read("sip: {tls-trust: any}\n").config().sip().tlsTrust().toString());
        Files.writeString(folder.resolve("pbx.pem"), "a certificate");
        assertEquals(
                "pbx.pem",
                read("sip: {tls-trust: pbx.pem}\n").config().sip().tlsTrust().toString());
        assertTrue(
                refused("sip: {tls-trust: al}\n").startsWith("tandem.yaml:1: sip.tls-trust: is to be system, any, or"));
    }

    @Test
    void keysWithoutEffectAreNotedOnceEach() throws Exception {
        Loaded loaded = read("""
                rooms:
                  - {name: '1', layout: grid}
                  - {name: '2', record: mix}
                h323: {gatekeeper: off}
                devices: [{user: '1', password: x}]
                """);
        assertEquals(
                List.of(
                        "tandem.yaml:5: devices: not yet part of this build, has no effect",
                        "tandem.yaml:4: h323: not yet part of this build, has no effect",
                        "tandem.yaml:2: rooms[0].layout: not yet part of this build, has no effect",
                        "tandem.yaml:3: rooms[1].record: not yet part of this build, has no effect"),
                loaded.notes());
    }

    @Test
    void theFormOfTheLogIsTextOrJson() throws Exception {
        assertEquals(
                List.of(),
                read("", Map.of("TANDEM_LOG", "json", "TANDEM_LOG_LEVEL", "WARN"))
                        .notes());
        assertEquals("environment TANDEM_LOG: 'jsn' is none of text, json", refused("", Map.of("TANDEM_LOG", "jsn")));
    }
}
