package tandem.scenarios.kit;

import java.time.Duration;
import java.util.List;

/**
 * A headless Chromium with the WHIP and WHEP clients of another project in a page of the gateway's own site
 * (test-scenarios/browser-peers). It sends a tone of 1 kHz from an oscillator, or listens. One thread.
 */
public final class WhipPage implements AutoCloseable {
    private static final Duration CONNECTED = Duration.ofSeconds(15);

    private final String site;
    private final PeerPage page;

    /** Opens the clients' page. */
    public WhipPage(GatewayProcess gateway) {
        site = "http://" + gateway.httpAddress();
        page = new PeerPage(gateway, "whip");
    }

    /** Publishes its tone to that room, with a picture {@code behind} or {@code before} it in the offer, and waits until it is connected. */
    public void publish(String room, String picture) {
        page.run("([url, picture]) => client.publish(url, '', picture)", List.of(site + "/whip/" + room, picture));
        connected();
    }

    /** Listens to that room, and waits until it is connected. */
    public void play(String room) {
        page.run("url => client.play(url, '')", site + "/whep/" + room);
        connected();
    }

    private void connected() {
        Patience.require(() -> "the client is connected\n" + log(), CONNECTED, () -> state().equals("connected"));
    }

    /** The state of its connection, as WebRTC names it. */
    public String state() {
        return page.ask("() => client.state()");
    }

    /** Restarts ICE as the client does by itself, and waits until that was answered; the name of the new ICE session. */
    public String restart() {
        page.run("() => client.restart()");
        return iceName();
    }

    /** The name of the ICE session on the gateway's side. */
    public String iceName() {
        return page.ask("() => client.iceName()");
    }

    /** How loud it hears a tone, in dB of full scale. */
    public double hears(double hz) {
        return Double.parseDouble(page.ask("hz => client.hears(hz)", hz));
    }

    /** Leaves, as the client does by itself. */
    public void stop() {
        page.run("() => client.stop()");
    }

    /** What its console said. */
    public String log() {
        return page.log();
    }

    @Override
    public void close() {
        page.close();
    }
}
