package tandem.gateway.live;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** A client's end of a WebSocket that keeps what it is told. */
public final class TestSocket implements WebSocket.Listener {
    private final LinkedBlockingQueue<String> texts = new LinkedBlockingQueue<>();
    private final CompletableFuture<String> closed = new CompletableFuture<>();
    private final StringBuilder parts = new StringBuilder();
    private final WebSocket socket;

    /** Connects there, offering those subprotocols, best first. */
    public TestSocket(HttpClient client, String uri, List<String> subprotocols) throws Exception {
        WebSocket.Builder builder = client.newWebSocketBuilder();
        if (!subprotocols.isEmpty()) {
            builder.subprotocols(
                    subprotocols.getFirst(),
                    subprotocols.subList(1, subprotocols.size()).toArray(new String[0]));
        }
        socket = builder.buildAsync(URI.create(uri), this).get(10, TimeUnit.SECONDS);
    }

    /** The subprotocol agreed on, or nothing. */
    public String subprotocol() {
        return socket.getSubprotocol();
    }

    /** Sends a text. */
    public void send(String text) throws Exception {
        socket.sendText(text, true).get(10, TimeUnit.SECONDS);
    }

    /** The socket itself. */
    public WebSocket socket() {
        return socket;
    }

    /** The next text, within ten seconds. */
    public String text() throws Exception {
        return String.valueOf(texts.poll(10, TimeUnit.SECONDS));
    }

    /** How it was closed, code and reason, within ten seconds. */
    public String closed() throws Exception {
        return closed.get(10, TimeUnit.SECONDS);
    }

    @Override
    public @Nullable CompletionStage<?> onText(WebSocket from, CharSequence data, boolean last) {
        parts.append(data);
        if (last) {
            texts.add(parts.toString());
            parts.setLength(0);
        }
        from.request(1);
        return null;
    }

    @Override
    public @Nullable CompletionStage<?> onClose(WebSocket from, int code, String reason) {
        closed.complete(code + " " + reason);
        return null;
    }

    @Override
    public void onError(WebSocket from, Throwable failure) {
        closed.complete("error " + failure);
    }
}
