package tandem.scenarios.kit;

import com.microsoft.playwright.BrowserType;
import com.microsoft.playwright.Playwright;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** One headless Chromium for a story. Each person in it has storage and permissions of its own. One thread. */
public final class Browser implements AutoCloseable {
    private static final List<String> FLAGS = List.of(
            "--no-sandbox",
            "--allow-loopback-in-peer-connection",
            "--disable-features=WebRtcHideLocalIpsWithMdns",
            "--autoplay-policy=no-user-gesture-required");

    private final Playwright playwright =
            Playwright.create(new Playwright.CreateOptions().setEnv(Map.of("PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD", "1")));
    private final com.microsoft.playwright.Browser chromium;

    private Browser(List<String> flags) {
        try {
            chromium = playwright
                    .chromium()
                    .launch(new BrowserType.LaunchOptions()
                            .setExecutablePath(Path.of("/usr/bin/chromium"))
                            .setArgs(flags));
        } catch (RuntimeException absent) {
            playwright.close();
            throw absent;
        }
    }

    /** One on a machine with a microphone. */
    public static Browser start() {
        List<String> flags = new ArrayList<>(FLAGS);
        flags.add("--use-fake-device-for-media-stream");
        return new Browser(flags);
    }

    /** One on a machine without. */
    public static Browser withoutMicrophone() {
        return new Browser(FLAGS);
    }

    /** Somebody of that name in front of it, to be described further. */
    public Person person(String name) {
        return new Person(this, name);
    }

    com.microsoft.playwright.Browser chromium() {
        return chromium;
    }

    @Override
    public void close() {
        playwright.close();
    }
}
