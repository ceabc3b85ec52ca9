package tandem.scenarios.kit;

import java.time.Duration;
import java.util.List;

/**
 * A headless Chromium with a SIP client of another project in a page of the gateway's own site: JsSIP or SIP.js, each behind the same
 * few functions (test-scenarios/browser-peers). It sends a tone of 1 kHz from an oscillator. One thread.
 */
public final class SipPage implements AutoCloseable {
    private static final Duration ANSWER = Duration.ofSeconds(15);

    private final PeerPage page;

    /** Opens the client of that name, which connects to the gateway as that user. */
    public SipPage(String client, GatewayProcess gateway, String user) {
        page = new PeerPage(gateway, client);
        try {
            page.run(
                    "([socket, user]) => phone.start(socket, user)",
                    List.of("ws://" + gateway.httpAddress() + "/sip", user));
        } catch (RuntimeException failed) {
            page.close();
            throw failed;
        }
    }

    /** Opens the client of that name, which registers with the gateway as that device, and takes every call. */
    public static SipPage registered(String client, GatewayProcess gateway, String user, String password) {
        SipPage page = new SipPage(client, gateway);
        try {
            page.page.run(
                    "([socket, domain, user, password]) => phone.register(socket, domain, user, password)",
                    List.of("ws://" + gateway.httpAddress() + "/sip", gateway.address(), user, password));
            return page;
        } catch (RuntimeException failed) {
            page.close();
            throw failed;
        }
    }

    private SipPage(String client, GatewayProcess gateway) {
        page = new PeerPage(gateway, client);
    }

    /** Calls that URI and waits until the call is up. */
    public void call(String uri) {
        page.run("uri => phone.call(uri)", uri);
        Patience.require(() -> "the page's call is up\n" + log(), ANSWER, () -> state().equals("up"));
    }

    /** idle, calling, up or over. */
    public String state() {
        return page.ask("() => phone.state");
    }

    /** Puts the other side on hold, or takes it back. */
    public void hold(boolean on) {
        page.run("on => phone.hold(on)", on);
    }

    /** Presses keys, as the client does by itself. */
    public void press(String keys) {
        page.run("keys => phone.press(keys)", keys);
    }

    /** Writes to that URI. */
    public void write(String uri, String text) {
        page.run("([uri, text]) => phone.write(uri, text)", List.of(uri, text));
    }

    /** How loud it hears a tone, in dB of full scale. */
    public double hears(double hz) {
        return Double.parseDouble(page.ask("hz => phone.hears(hz)", hz));
    }

    /** Ends its call. */
    public void hangUp() {
        page.run("() => phone.hangUp()");
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
