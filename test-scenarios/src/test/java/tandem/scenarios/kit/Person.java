package tandem.scenarios.kit;

import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.Page;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** Somebody in front of a browser: with a tone for a voice or the microphone as it is, on a wide screen or a narrow one. */
public final class Person {
    private static final int WIDE = 1000;
    private static final int HIGH = 760;

    private final Browser browser;
    private final String name;
    private double hz;
    private boolean denies;
    private int width = WIDE;
    private Optional<Cable> cable = Optional.empty();

    Person(Browser browser, String name) {
        this.browser = browser;
        this.name = name;
    }

    /** Speaks that tone, at -20 dB of full scale, instead of what the microphone takes up. */
    public Person tone(double frequency) {
        hz = frequency;
        return this;
    }

    /** Does not let pages use the microphone. */
    public Person denying() {
        denies = true;
        return this;
    }

    /** Has a screen of that width, in pixels. */
    public Person width(int pixels) {
        width = pixels;
        return this;
    }

    /** Reaches the gateway by that cable. */
    public Person by(Cable way) {
        cable = Optional.of(way);
        return this;
    }

    /** Opens the page of that room. */
    public RoomPage opens(GatewayProcess gateway, String room) {
        return opens(gateway, room, "");
    }

    /** Opens the page of that room by a link with a token. */
    public RoomPage opens(GatewayProcess gateway, String room, String token) {
        String address = cable.map(Cable::httpAddress).orElseGet(gateway::httpAddress);
        String query = token.isEmpty() ? "" : "?token=" + token;
        BrowserContext context = context();
        Page page = context.newPage();
        page.navigate("http://" + address + "/r/" + room + query);
        return new RoomPage(context, page, name);
    }

    /** Opens a page that has nothing of Tandem, at that address. */
    public ClientPage visits(String address) {
        BrowserContext context = context();
        Page page = context.newPage();
        page.navigate(address);
        return new ClientPage(context, page, name);
    }

    private BrowserContext context() {
        BrowserContext context = browser.chromium()
                .newContext(new com.microsoft.playwright.Browser.NewContextOptions()
                        .setViewportSize(width, HIGH)
                        .setLocale("en-GB"));
        context.grantPermissions(List.of(denies ? "geolocation" : "microphone")); // what is not named is denied
        context.addInitScript(Places.read(Places.root().resolve("test-scenarios/src/test/resources/ears.js"))
                .replace("(TERMS)", "(" + terms() + ")"));
        return context;
    }

    private String terms() {
        return String.format(
                Locale.ROOT,
                "{hz: %f, db: -20, icePort: %d, cablePort: %d, cablePorts: %d}",
                hz,
                cable.map(Cable::gatewayIcePort).orElse(0),
                cable.map(Cable::firstUdpPort).orElse(0),
                cable.map(Cable::udpPorts).orElse(0));
    }
}
