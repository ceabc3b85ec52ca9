package tandem.scenarios.kit;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.BrowserType;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Playwright;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;

/** A headless Chromium on another machine, with a microphone that may be used, in front of one page. One thread. */
public final class FarBrowser implements AutoCloseable {
    private static final Duration SOON = Duration.ofSeconds(15);
    private static final List<String> FLAGS = List.of(
            "--no-sandbox",
            "--disable-features=WebRtcHideLocalIpsWithMdns",
            "--use-fake-device-for-media-stream",
            "--autoplay-policy=no-user-gesture-required");

    /** Keeps what its peer connections receive, to be listened to. */
    private static final String EARS = """
            window.heard = [];
            window.connections = [];
            window.RTCPeerConnection = class extends RTCPeerConnection {
                constructor(...terms) {
                    super(...terms);
                    window.connections.push(this);
                    this.addEventListener('track', ({ track }) => window.heard.push(new MediaStream([track])));
                }
            };
            window.hears = async hz => {
                if (heard.length === 0) return -200;
                window.context ??= new AudioContext();
                if (window.listened !== heard.at(-1)) {
                    window.listened = heard.at(-1);
                    window.analyser = new AnalyserNode(context, { fftSize: 8192, smoothingTimeConstant: 0 });
                    context.createMediaStreamSource(listened).connect(analyser);
                }
                await new Promise(resolve => setTimeout(resolve, 300));
                const levels = new Float32Array(analyser.frequencyBinCount);
                analyser.getFloatFrequencyData(levels);
                const bin = Math.round(hz * analyser.fftSize / context.sampleRate);
                return Math.max(-200, ...levels.slice(bin - 3, bin + 4));
            };
            """;

    private final Playwright playwright =
            Playwright.create(new Playwright.CreateOptions().setEnv(Map.of("PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD", "1")));
    private final List<String> said = new CopyOnWriteArrayList<>();
    private final Page page;

    /** Starts it there. */
    public FarBrowser(Namespace there) {
        try {
            Browser chromium = playwright
                    .chromium()
                    .launch(new BrowserType.LaunchOptions()
                            .setExecutablePath(there.program("/usr/bin/chromium"))
                            .setArgs(FLAGS));
            BrowserContext context = chromium.newContext(new Browser.NewContextOptions()
                    .setIgnoreHTTPSErrors(true)
                    .setPermissions(List.of("microphone"))
                    .setLocale("en-US"));
            context.addInitScript(EARS);
            page = context.newPage();
            page.onConsoleMessage(line -> said.add(line.text()));
            page.onPageError(said::add);
        } catch (RuntimeException failed) {
            playwright.close();
            throw failed;
        }
    }

    /** Goes to that address. */
    public FarBrowser open(String url) {
        page.navigate(url);
        return this;
    }

    /** Where it is. */
    public String url() {
        return page.url();
    }

    /** What is shown there, or nothing. */
    public String text(String selector) {
        return page.locator(selector).isVisible() ? page.locator(selector).innerText() : "";
    }

    /** Whether that is shown. */
    public boolean shows(String selector) {
        return page.locator(selector).isVisible();
    }

    /** Clicks there. */
    public void click(String selector) {
        page.click(selector);
    }

    /** Joins by the page, under that name. */
    public FarBrowser join(String name) {
        require("the page lets one join", () -> stage().equals("lobby"));
        page.fill("#name", name);
        page.click("#join");
        return this;
    }

    /** What the page is at: lobby, waiting, trouble or room. */
    public String stage() {
        return String.valueOf(page.locator("body").getAttribute("data-stage"));
    }

    /** What that script comes to. */
    public String run(String script) {
        return String.valueOf(page.evaluate(script));
    }

    /** How loud it hears a tone, in dB of full scale. */
    public double hears(double hz) {
        return Double.parseDouble(String.valueOf(page.evaluate("hz => hears(hz)", hz)));
    }

    /** Waits until that is so. */
    public void require(String sentence, BooleanSupplier fact) {
        require(() -> sentence, fact);
    }

    /** The same with a sentence that is made when it is needed. */
    public void require(Supplier<String> sentence, BooleanSupplier fact) {
        Patience.require(() -> sentence.get() + "\n" + look(), SOON, fact);
    }

    private String look() {
        return page.url() + "\n" + page.locator("body").innerText() + "\n" + String.join("\n", said);
    }

    @Override
    public void close() {
        playwright.close();
    }
}
