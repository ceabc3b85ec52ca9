package tandem.gateway.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tandem.call.Guests;
import tandem.call.Lobby;
import tandem.call.Role;
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
    void aRoomSaysHowItIsWithoutHostsWhoKnocksAndWhomItCalls() throws Exception {
        Config.Room room = read("""
                rooms:
                  - name: '1500'
                    host-pin: '9999'
                    wait-for-host: no
                    without-host: stay
                    host-grace: 2m
                    wait-limit: 10m
                    lobby: guests
                    muted-on-entry: on
                    silence: 90s
                    dial:
                      - {to: 'sip:101@pbx.example.org', role: host, dtmf: 'ww2580#'}
                      - {to: 'sip:102@pbx.example.org'}
                """).config().rooms().getFirst();
        assertEquals(Optional.of(false), room.waitForHost());
        assertEquals(Optional.of(Config.WithoutHost.STAY), room.withoutHost());
        assertEquals(Optional.of(Lobby.GUESTS), room.lobby());
        assertEquals(Optional.of(Duration.ofSeconds(90)), room.silence());
        assertEquals(Optional.of(Role.HOST), room.dial().getFirst().role());
        assertEquals(Optional.empty(), room.dial().getLast().dtmf());
        assertFalse(room.toString().contains("2580"));
    }

    @Test
    void aRoomMayCallADeviceAndANumberOverATrunk() throws Exception {
        Config.Room room = read("""
                devices: [{user: '101', password: secret of it}]
                trunks: [{name: office, mode: peer, host: pbx.example.org}]
                rooms:
                  - {name: '1500', dial: [{to: '101'}, {to: '+49301234', trunk: office}, {to: '112', trunk: any}]}
                """).config().rooms().getFirst();
        assertEquals(Optional.of("office"), room.dial().get(1).trunk());
    }

    @Test
    void whatCannotBeSoOfARoomIsToldByItsLine() {
        String wrong = refused("""
                rooms:
                  - name: '1500'
                    pin: '1234'
                    host-pin: '1234'
                    silence: 5s
                    wait-limit: 0s
                    dial:
                      - {to: '101'}
                      - {to: 'sip:101@x', dtmf: 'abc'}
                      - {to: '+49301234', trunk: office}
                      - {to: 'mailto:ann@x'}
                """);
        for (String fault : List.of(
                "tandem.yaml:4: rooms[0].host-pin: is to differ from the PIN of guests",
                "tandem.yaml:5: rooms[0].silence: is to be 1m at least",
                "tandem.yaml:6: rooms[0].wait-limit: is to be 1s at least",
                "tandem.yaml:8: rooms[0].dial[0].to: there is no device 101; name the 'trunk' that is to call it",
                "tandem.yaml:10: rooms[0].dial[2].trunk: there is no trunk office",
                "tandem.yaml:11: rooms[0].dial[3].to: 'mailto:ann@x' cannot be called: write an address such as",
                "tandem.yaml:9: rooms[0].dial[1].dtmf: takes up to 64 of")) {
            assertTrue(wrong.contains(fault), wrong);
        }
        assertTrue(refused("rooms:\n  - {name: '1', lobby: some}\n").contains("'some' is none of off, guests, all"));
        assertTrue(refused("rooms:\n  - {name: '1', dial: [{too: x}]}\n").contains("did you mean"));
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
        assertEquals("95%", config.access().maxCpu().toString());
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
        assertEquals(
                "tandem.yaml:1: access.max-cpu: '120%' is no share of the processors: write 1% to 100%, such as 95%, or off",
                refused("access: {max-cpu: 120%}\n"));
        assertEquals(
                "tandem.yaml:1: sip.public-address: 'host:x' is no STUN server: write host:port",
                refused("sip: {public-address: 'stun:host:x'}\n"));
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
        assertEquals(
                "tandem.yaml:1: webrtc.port: port 20100 lies in media.ports 20000-29999, which are for phones: write one outside",
                refused("webrtc: {port: 20100}\n"));
    }

    @Test
    void aCertificateIsLookedInto() throws Exception {
        Files.writeString(folder.resolve("garbage.pem"), "garbage");
        assertTrue(refused("http: {certificate: garbage.pem, key: garbage.pem}\n")
                .startsWith("tandem.yaml:1: http.certificate: no certificate in"));
    }

    @Test
    void aLanguageWithoutPromptsIsRefused() {
        assertEquals(
                "tandem.yaml:1: media.language: there are no prompts in 'xx'; write one of en, ru, zh",
                refused("media: {language: xx}\n"));
        assertTrue(refused("rooms: [{name: '1000', language: xx}]\n").contains("rooms[0].language"));
    }

    @Test
    void aFullAgentHasNoPortsOfItsOwn() throws Exception {
        assertEquals(
                List.of("tandem.yaml:1: webrtc.port: has no effect with webrtc.ice: full, which takes free ports"),
                read("webrtc: {ice: full, port: 10000}\n").notes());
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
        assertTrue(refused("sip: {dns: [ns.example.org]}\n").contains("an IP address, alone or with a port"));
        assertTrue(refused("sip: {dns: ['[2001:db8::1]']}\n").contains("an IP address, alone or with a port"));
    }

    @Test
    void aNameServerHasAPortWhereItIsNotTheUsualOne() {
        assertEquals(new InetSocketAddress("192.0.2.53", 53), Networks.nameServer("192.0.2.53"));
        assertEquals(new InetSocketAddress("192.0.2.53", 5353), Networks.nameServer("192.0.2.53:5353"));
        assertEquals(new InetSocketAddress("2001:db8::1", 53), Networks.nameServer("2001:db8::1"));
        assertEquals(new InetSocketAddress("2001:db8::1", 5353), Networks.nameServer("[2001:db8::1]:5353"));
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
                  - {user: "101", password: correct horse, name: Reception desk}
                """;
        Loaded loaded = read(text, Map.of("OFFICE_PASSWORD", "secret"));
        Config.Trunk trunk = loaded.config().trunks().getFirst();
        assertEquals(Config.TrunkMode.REGISTER, trunk.mode());
        assertEquals(Optional.of(true), trunk.callerId().pAssertedIdentity());
        assertEquals(Optional.of(3000), trunk.budget().minutesPerDay());
        assertEquals("101", loaded.config().devices().getFirst().user());
    }

    /** A trunk with these keys besides, and what is wrong with it. */
    private String trunkRefused(String keys) {
        return refused(
                "trunks:\n  - {name: office, mode: register, host: pbx.example.org, username: '8000', " + keys + "}\n");
    }

    @Test
    void everyTrunkIsCheckedByItsLine() throws Exception {
        assertEquals("tandem.yaml:2: trunks[0].mode: is needed", refused("trunks:\n  - {name: a, host: b}\n"));
        assertEquals(
                "tandem.yaml:3: trunks[1].name: there are two trunks 'a'",
                refused("trunks:\n  - {name: a, mode: peer, host: b}\n  - {name: a, mode: peer, host: b}\n"));
        assertEquals(
                "tandem.yaml:1: trunks[0].mode: register needs username (and mostly password) beside it; "
                        + "for fixed addresses write peer",
                refused("trunks: [{name: a, mode: register, host: b}]\n"));
        assertEquals(
                "tandem.yaml:1: trunks[0].expires: is for mode: register; a peer is not registered with",
                refused("trunks: [{name: a, mode: peer, host: b, expires: 5m}]\n"));
        assertEquals(
                "tandem.yaml:2: trunks[0].proxy: 'a/b' is no host: write pbx.example.org, 192.0.2.1:5080 or "
                        + "pbx.example.org;transport=tcp",
                trunkRefused("proxy: a/b"));
        assertEquals(
                "tandem.yaml:2: trunks[0].proxy: goes by tls, but sip.tls is off",
                trunkRefused("proxy: 'edge;transport=tls'"));
        assertEquals("tandem.yaml:2: trunks[0].expires: is to be from 10s to 1d", trunkRefused("expires: 5s"));
        assertEquals(
                "tandem.yaml:2: trunks[0].keepalive: 'soon' is no span of time: write 500ms, 30s, 5m, 2h or 1d",
                trunkRefused("keepalive: crlf soon"));
        assertEquals(
                "tandem.yaml:2: trunks[0].rewrite.out: '$1' but the pattern has 0 groups",
                trunkRefused("rewrite: {out: ['0 => $1']}"));
        assertEquals(
                "tandem.yaml:2: trunks[0].budget.prefixes: 'de' is no beginning of a number: write '+49' or '0049'",
                trunkRefused("budget: {prefixes: [de]}"));
        assertEquals(
                "tandem.yaml:2: trunks[0].budget.night-hours: '22-6' is no span of the day: write 22:00-06:00",
                trunkRefused("budget: {night: refuse, night-hours: 22-6}"));
        assertEquals(
                "tandem.yaml:2: trunks[0].budget.night-hours: means something beside night: refuse alone",
                trunkRefused("budget: {night-hours: '22:00-06:00'}"));
        assertEquals("tandem.yaml:2: trunks[0].tls: needs sip.tls to be on", trunkRefused("tls: {trust: any}"));
        assertEquals(
                "tandem.yaml:2: trunks[0].max-calls: is to be at least 1; leave it out for no limit",
                trunkRefused("max-calls: 0"));
    }

    @Test
    void aTrunkIsWhereItIsWritten() {
        assertEquals("sip:pbx.example.org", TrunkHost.of("PBX.example.org").uri());
        assertEquals(
                "sip:192.0.2.1:5080;transport=tcp",
                TrunkHost.of("192.0.2.1:5080;transport=TCP").uri());
        assertEquals("[2001:db8::1]:5080", TrunkHost.of("[2001:db8::1]:5080").hostPort());
        for (String wrong :
                List.of("", "a b", "a@b", "sip:a", "a:", "a:70000", "a;lr", "a;transport=sctp", "2001:db8::1")) {
            assertThrows(IllegalArgumentException.class, () -> TrunkHost.of(wrong), wrong);
        }
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
    void aFullAgentAsksTheServersItIsTold() throws Exception {
        Loaded loaded = read("""
                webrtc:
                  ice: full
                  stun: stun.example.org
                  turn:
                    - ann:secret@turn.example.org:443;transport=tls
                    - ann:secret@192.0.2.7
                """);
        assertEquals(List.of(), loaded.notes());
        assertEquals(
                "[STUN stun.example.org:3478, TURN_TLS turn.example.org:443, TURN_UDP 192.0.2.7:3478]",
                loaded.config().webrtc().servers().toString());
        assertFalse(loaded.config().toString().contains("secret"));
    }

    @Test
    void aServerThatIsNoneIsToldByLineAndWithoutItsPassword() {
        String words = refused("""
                webrtc:
                  ice: full
                  turn:
                    - ann:secret@turn.example.org
                    - ann:secret@turn.example.org;transport=sctp
                """);
        assertTrue(
                words.startsWith("tandem.yaml:4: webrtc.turn[1]: 'sctp' of turn.example.org is none of the transports"),
                words);
        assertFalse(words.contains("secret"), words);
        assertTrue(
                refused("webrtc: {stun: [stun.example.org]}\n").contains("webrtc.stun: is for webrtc.ice: full"),
                words);
    }

    @Test
    void keysWithoutEffectAreNotedOnceEach() throws Exception {
        Loaded loaded = read("""
                rooms:
                  - {name: '1', layout: grid}
                  - {name: '2', record: mix}
                h323: {gatekeeper: off}
                """);
        assertEquals(
                List.of(
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

    @Test
    void whatIsWrongWithADeviceIsToldByItsLine() throws Exception {
        String words = refused("""
                devices:
                  - {user: "101", password: "101101"}
                  - {user: "102", password: short}
                  - {user: "102", password: correct horse}
                  - {user: "1 3", password: correct horse}
                access: {requests-per-second: 0}
                """);
        assertTrue(words.contains(":2: devices[0].password: is the device's own number"), words);
        assertTrue(words.contains(":3: devices[1].password: is to have at least 6 characters"), words);
        assertTrue(words.contains(":4: devices[2].user: there are two devices '102'"), words);
        assertTrue(words.contains(":5: devices[3].user: '1 3' is no number or name of a device"), words);
        assertTrue(words.contains(":6: access.requests-per-second: is to be at least 1"), words);
        assertFalse(words.contains("101101"), words);
    }
}
