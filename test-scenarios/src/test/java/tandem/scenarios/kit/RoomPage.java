package tandem.scenarios.kit;

import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.ColorScheme;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.BooleanSupplier;

/** The page /r/{room} in a browser, used as a person would and read as a person would. One thread. */
public final class RoomPage implements AutoCloseable {
    private static final Duration SOON = Duration.ofSeconds(10);

    private final BrowserContext context;
    private final Page page;
    private final String name;
    private final Ears ears;
    private final List<String> said = new CopyOnWriteArrayList<>();

    RoomPage(BrowserContext context, Page page, String name) {
        this.context = context;
        this.page = page;
        this.name = name;
        this.ears = new Ears(page);
        page.onConsoleMessage(line -> said.add(line.text()));
        page.onPageError(said::add);
        page.setDefaultTimeout((double) SOON.toMillis());
    }

    /** Writes the name and presses the button; what comes of it is another matter. */
    public RoomPage asksToJoin() {
        requireStage("lobby");
        page.fill("#name", name);
        page.click("#join");
        return this;
    }

    /** The same, and is in the room with sound both ways. */
    public RoomPage joins() {
        asksToJoin();
        requireStage("room");
        require("the sound is up", () -> banner().isEmpty());
        return this;
    }

    /** Waits until it shows that stage: lobby, waiting, trouble or room. */
    public void requireStage(String stage) {
        require("the page is at " + stage, () -> stage().equals(stage));
    }

    /** Waits until that is so, ten seconds at most. */
    public void require(String sentence, BooleanSupplier fact) {
        require(sentence, SOON, fact);
    }

    /** The same with another limit. */
    public void require(String sentence, Duration limit, BooleanSupplier fact) {
        Patience.require(() -> name + ": " + sentence + "\n" + look() + "\n" + log(), limit, fact);
    }

    private String look() {
        return page.isClosed() ? "(closed)" : page.locator("body").innerText();
    }

    /** What it is at. */
    public String stage() {
        return String.valueOf(page.locator("body").getAttribute("data-stage"));
    }

    /** What the banner says, or nothing. */
    public String banner() {
        return text("#banner");
    }

    /** The text shown there, or nothing where nothing is shown. */
    public String text(String selector) {
        Locator found = page.locator(selector);
        return found.count() == 1 && found.isVisible() ? found.innerText().strip() : "";
    }

    /** Whether anything like that is shown. */
    public boolean shows(String selector) {
        return page.locator(selector).count() > 0
                && page.locator(selector).first().isVisible();
    }

    /** How many are on its list of people. */
    public int people() {
        return page.locator("#people-list > li").count();
    }

    /** Who is on the list under that name, by a selector: further conditions may follow it. */
    public static String row(String who) {
        return "#people-list > li:has(.name:text-is(\"" + who + "\"))";
    }

    /** Its own row. */
    public String ownRow() {
        return row(Words.of("you").replace("{name}", name));
    }

    /** Its own id in the room. */
    public String id() {
        return String.valueOf(page.locator(ownRow()).getAttribute("data-id"));
    }

    /** The id in the room of the one shown there. */
    public String idAt(String selector) {
        return String.valueOf(page.locator(selector).getAttribute("data-id"));
    }

    /** What it heard. */
    public Wav heard() {
        return ears.heard();
    }

    /** Forgets what it heard. */
    public void forget() {
        ears.forget();
    }

    /** Whether it hears that tone at about the level at which everybody here says it. */
    public boolean hears(double hz) {
        return ears.hear(hz);
    }

    /** Clicks there. */
    public void click(String selector) {
        page.click(selector);
    }

    /** Writes into that field. */
    public void fill(String selector, String text) {
        page.fill(selector, text);
    }

    /** Writes to all in the chat. */
    public void writes(String text) {
        page.fill("#chat-text", text);
        page.press("#chat-text", "Enter");
    }

    /** Presses a key, wherever the focus is. */
    public void press(String key) {
        page.keyboard().press(key);
    }

    /** Types, wherever the focus is. */
    public void type(String text) {
        page.keyboard().type(text);
    }

    /** Where the focus is: the element's id, or its tag where it has none. */
    public String focus() {
        return String.valueOf(page.evaluate("() => document.activeElement.id || document.activeElement.localName"));
    }

    /** Runs a script in the page. */
    public Object run(String script) {
        return page.evaluate(script);
    }

    /** Shows itself in colours for the day, light, or for the night, dark. */
    public void colours(String scheme) {
        page.emulateMedia(new Page.EmulateMediaOptions()
                .setColorScheme(scheme.equals("dark") ? ColorScheme.DARK : ColorScheme.LIGHT));
    }

    /** What axe-core finds that is serious or critical: the rule and the element, one a line. */
    public List<String> findings() {
        Path axe = Places.root().resolve("test-scenarios/browser-peers/node_modules/axe-core/axe.min.js");
        page.evaluate("() => {" + Places.read(axe) + "}");
        Object found = page.evaluate("""
                async () => (await axe.run()).violations
                    .filter(each => ['serious', 'critical'].includes(each.impact))
                    .flatMap(each => each.nodes.map(node => `${each.id}: ${node.target} ${node.failureSummary}`))""");
        return ((List<?>) found).stream().map(String::valueOf).toList();
    }

    /** Another tab of the same browser, at the same room. */
    public RoomPage secondTab() {
        Page other = context.newPage();
        other.navigate(page.url());
        return new RoomPage(context, other, name);
    }

    /** Takes a picture of what is on the screen, for people to look at. */
    public Path picture(String title) {
        Path file = Places.root().resolve("test-scenarios/target/pictures/" + title + ".png");
        page.screenshot(new Page.ScreenshotOptions().setPath(file));
        return file;
    }

    /** Closes the tab, as a person would. */
    public void closeTab() {
        page.close();
    }

    /** What its console said. */
    public String log() {
        return String.join("\n", said);
    }

    @Override
    public void close() {
        context.close();
    }
}
