package tandem.scenarios;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tandem.scenarios.kit.Baresip;
import tandem.scenarios.kit.Coturn;
import tandem.scenarios.kit.FarBrowser;
import tandem.scenarios.kit.FarGateway;
import tandem.scenarios.kit.Namespace;

/**
 * A gateway whose media a browser cannot reach, nor it the browser: it has loopback alone for that, and a TURN server that has both.
 * Sound goes by what that server lends.
 */
class GatewayBehindNatStory {
    /** Sits down by /client.mjs with a tone of 1 kHz. */
    private static final String JOIN = """
            async () => {
                const { connect } = await import('/client.mjs');
                const context = new AudioContext();
                const tone = new OscillatorNode(context, { frequency: 1000 });
                const gain = new GainNode(context, { gain: 0.1 });
                const out = context.createMediaStreamDestination();
                tone.connect(gain).connect(out);
                tone.start();
                window.room = await connect({ room: '1000', name: 'Ann' });
                await room.publish({ audio: out.stream.getAudioTracks()[0] });
            }
            """;

    /** By what kinds of candidates it goes, its own and the gateway's. */
    private static final String WAY = """
            async () => {
                const all = [...(await connections.at(-1).getStats()).values()];
                const pair = all.find(each => each.type === 'candidate-pair' && each.nominated && each.state === 'succeeded');
                return all.find(each => each.id === pair?.remoteCandidateId)?.candidateType;
            }
            """;

    private static Namespace machine;

    @BeforeAll
    static void connect() {
        assumeTrue(Namespace.possible(), "a second machine needs network namespaces, and those need root");
        machine = Namespace.create();
    }

    @AfterAll
    static void disconnect() {
        if (machine != null) {
            machine.close();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"udp", "tls"})
    void isHeardByWayOfATurnServer(String transport) {
        try (Coturn turn = new Coturn(machine.outside());
                FarGateway gateway = FarGateway.at(machine.outside())
                        .media("127.0.0.1")
                        .webrtc("ice: full, turn: ['" + turn.server(transport) + "']")
                        .start();
                Baresip ben = Baresip.named("ben").tone(700).start();
                FarBrowser ann = new FarBrowser(machine)) {
            ben.call(gateway.uri("1000"));
            ann.open("http://" + gateway.http() + "/health");
            ann.run(JOIN);
            ann.require(() -> "ann hears ben\n" + gateway.log() + turn.log(), () -> ann.hears(700) > -45);
            ann.require(
                    "ben hears ann", () -> ben.heard().last(1000).meter(1000).levelDb() > -30);
            assertEquals("relay", ann.run(WAY));
            assertFalse(gateway.log().contains("secret"), gateway::log);
            long before = turn.said("delete: realm=");
            ann.run("() => room.leave()");
            ann.require(
                    () -> "what was lent is given back\n" + gateway.log() + turn.log(),
                    () -> turn.said("delete: realm=") > before);
        }
    }
}
