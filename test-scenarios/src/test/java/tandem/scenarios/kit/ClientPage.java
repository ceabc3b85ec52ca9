package tandem.scenarios.kit;

import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.Page;
import java.util.List;
import java.util.Map;

/** A page of whatever site that uses /client.mjs: takes a seat, sends its tone, and keeps what it hears. One thread. */
public final class ClientPage implements AutoCloseable {
    private final BrowserContext context;
    private final Page page;
    private final String name;
    private final Ears ears;

    ClientPage(BrowserContext context, Page page, String name) {
        this.context = context;
        this.page = page;
        this.name = name;
        this.ears = new Ears(page);
    }

    /** Takes a seat and sends its tone; the token may be empty. Returns why it was not let in, or nothing: `script` where not even the client came. */
    public String connects(GatewayProcess gateway, String room, String token) {
        Object refused = page.evaluate(
                """
                async ([client, options]) => {
                    let connect;
                    try {
                        ({ connect } = await import(client));
                    } catch {
                        return 'script';
                    }
                    try {
                        window.heardFrom = [];
                        window.room = await connect(options);
                        room.on('message', message => heardFrom.push(message.from.name + ': ' + message.text));
                        await room.publish({ audio: ears.tone().getAudioTracks()[0] });
                        return '';
                    } catch (error) {
                        return error.cause ?? String(error);
                    }
                }""",
                List.of(
                        "http://" + gateway.httpAddress() + "/client.mjs",
                        token.isEmpty()
                                ? Map.of("room", room, "name", name)
                                : Map.of("room", room, "name", name, "token", token)));
        return String.valueOf(refused);
    }

    /** The state of its seat, as the client names it. */
    public String state() {
        return String.valueOf(page.evaluate("() => room.state"));
    }

    /** What was written to it, by line, with who wrote it. */
    public String chat() {
        return String.valueOf(page.evaluate("() => heardFrom.join('\\n')"));
    }

    /** Writes to all. */
    public void writes(String text) {
        page.evaluate("text => room.send(text)", text);
    }

    /** What it heard. */
    public Wav heard() {
        return ears.heard();
    }

    /** Whether it hears that tone at about the level at which everybody here says it. */
    public boolean hears(double hz) {
        return ears.hear(hz);
    }

    /** Whether a bare WebSocket of its own gets through to that room's door. */
    public boolean opensSocket(GatewayProcess gateway, String room) {
        return Boolean.TRUE.equals(page.evaluate("""
                address => new Promise(resolve => {
                    const socket = new WebSocket(address, 'tandem.room.1');
                    socket.onopen = () => { resolve(true); socket.close(); };
                    socket.onclose = () => resolve(false);
                })""", "ws://" + gateway.httpAddress() + "/r/" + room + "/ws"));
    }

    /** Gives up its seat. */
    public void leaves() {
        page.evaluate("() => room.leave()");
    }

    @Override
    public void close() {
        context.close();
    }
}
