package tandem.scenarios.kit;

import com.microsoft.playwright.Page;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** A page of the gateway's own site with a client of another project in it (test-scenarios/browser-peers), in a Chromium of its own. */
final class PeerPage implements AutoCloseable {
    private final Browser browser = Browser.withoutMicrophone();
    private final List<String> said = new CopyOnWriteArrayList<>();
    private final Page page;

    /** Opens it with that bundle. */
    PeerPage(GatewayProcess gateway, String bundle) {
        try {
            page = browser.chromium().newPage();
            page.onConsoleMessage(line -> said.add(line.text()));
            page.onPageError(said::add);
            page.navigate("http://" + gateway.httpAddress() + "/health");
            page.addScriptTag(new Page.AddScriptTagOptions()
                    .setPath(Places.root().resolve("test-scenarios/browser-peers/built/" + bundle + ".js")));
        } catch (RuntimeException failed) {
            browser.close();
            throw failed;
        }
    }

    /** Runs a function in it, and waits until it is done. What it gives is dropped: with other projects that can be anything. */
    void run(String function) {
        page.evaluate("async () => { await (" + function + ")(); }");
    }

    /** Runs a function in it, as {@link #run(String)} does. */
    void run(String function, Object argument) {
        page.evaluate("async argument => { await (" + function + ")(argument); }", argument);
    }

    /** What an expression gives there, as text. */
    String ask(String function) {
        return String.valueOf(page.evaluate(function));
    }

    /** What a function gives there, as text. */
    String ask(String function, Object argument) {
        return String.valueOf(page.evaluate(function, argument));
    }

    /** What its console said. */
    String log() {
        page.evaluate("() => 1"); // what was said meanwhile comes with it
        return String.join("\n", said);
    }

    @Override
    public void close() {
        browser.close();
    }
}
