package tandem.scenarios;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import tandem.scenarios.kit.Baresip;
import tandem.scenarios.kit.FarBrowser;
import tandem.scenarios.kit.FarGateway;
import tandem.scenarios.kit.Namespace;
import tandem.scenarios.kit.ReverseProxy;
import tandem.scenarios.kit.Wav;

/**
 * What a browser on another machine of a private network sees: a page without a microphone that leads to one with, over HTTPS; and, by
 * way of a reverse proxy, an open door only where the proxy is believed and says the visitor is near.
 */
class SecondMachineStory {
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

    @Test
    void isLedToHttpsAndHearsAPhone() {
        try (FarGateway gateway = FarGateway.at(machine.outside()).start();
                Baresip ben =
                        Baresip.named("ben").host(machine.outside()).tone(700).start();
                FarBrowser ann = new FarBrowser(machine)) {
            ann.open("http://" + gateway.http() + "/r/1000");
            ann.require(
                    "the page says why it has no microphone",
                    () -> ann.text("#lobby").contains("without encryption"));
            assertTrue(ann.text("#lobby").contains("may warn"), () -> ann.text("#lobby"));
            ann.click("#lobby a.link");
            ann.require(
                    "it is at the encrypted page",
                    () -> ann.url().startsWith("https://" + gateway.https() + "/r/1000"));
            ann.require("the page is up", () -> ann.stage().equals("lobby"));
            assertEquals("true", ann.run("() => isSecureContext"));
            ann.require(
                    "its microphone is open",
                    () -> ann.shows("#lobby-microphone meter, #lobby-microphone [role=meter]"));
            ben.call(gateway.uri("1000"));
            ann.join("Ann");
            ann.require("both are on the roster", () -> gateway.inRoom("1000") == 2);
            ann.require("ann hears ben", () -> ann.hears(700) > -45);
            ann.require("ben hears ann's microphone", () -> loudest(ben.heard().last(2000)) > 100);
        }
    }

    @Test
    void isAGuestBehindAProxyThatIsBelieved() {
        try (FarGateway gateway = FarGateway.at(machine.outside())
                        .trusting(machine.outside())
                        .start();
                ReverseProxy proxy = new ReverseProxy(machine.outside(), gateway.http(), Optional.empty());
                ReverseProxy stranger =
                        new ReverseProxy(machine.outside(), gateway.http(), Optional.of("203.0.113.7"));
                FarBrowser ann = new FarBrowser(machine)) {
            ann.open("http://" + stranger.at() + "/r/1000").join("Eve");
            refused(ann);
            ann.open("http://" + proxy.at() + "/r/1000").join("Ann");
            ann.require("ann is let in", () -> ann.stage().equals("room"));
            assertEquals(1, gateway.inRoom("1000"));
        }
    }

    @Test
    void isNobodyBehindAProxyThatIsNotBelieved() {
        try (FarGateway gateway = FarGateway.at(machine.outside()).start();
                ReverseProxy proxy = new ReverseProxy(machine.outside(), gateway.http(), Optional.empty());
                FarBrowser ann = new FarBrowser(machine)) {
            ann.open("http://" + proxy.at() + "/r/1000").join("Ann");
            refused(ann);
            assertEquals(0, gateway.inRoom("1000"));
            ann.open("http://" + gateway.http() + "/r/1000").join("Ann");
            ann.require("by itself ann is let in", () -> ann.stage().equals("room"));
        }
    }

    /** The microphone of a browser without one beeps once a second. */
    private static int loudest(Wav heard) {
        int most = 0;
        for (short sample : heard.samples()) {
            most = Math.max(most, Math.abs(sample));
        }
        return most;
    }

    private static void refused(FarBrowser visitor) {
        visitor.require("the visitor is refused", () -> visitor.stage().equals("trouble"));
        String words = visitor.text("#trouble");
        assertTrue(words.contains("You may not enter from here"), words);
    }
}
