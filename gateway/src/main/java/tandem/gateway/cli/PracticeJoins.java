package tandem.gateway.cli;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/** Joins of rooms by the room protocol up to the answer, one after the other: what the first browser needs of us is loaded by then. */
final class PracticeJoins {
    private static final int LIMIT_S = 5;
    private static final String OFFER = String.join(
            "\\r\\n",
            "v=0",
            "o=- 1 2 IN IP4 127.0.0.1",
            "s=-",
            "t=0 0",
            "a=group:BUNDLE 0",
            "m=audio 9 UDP/TLS/RTP/SAVPF 111 0",
            "c=IN IP4 0.0.0.0",
            "a=ice-ufrag:EsAw",
            "a=ice-pwd:P2uYro0UCOQ4zxjKXaWCBui1",
            "a=fingerprint:sha-256 00" + ":00".repeat(31),
            "a=setup:actpass",
            "a=mid:0",
            "a=extmap:1 urn:ietf:params:rtp-hdrext:ssrc-audio-level",
            "a=sendrecv",
            "a=rtcp-mux",
            "a=rtpmap:111 opus/48000/2",
            "a=fmtp:111 minptime=10;useinbandfec=1",
            "");

    private final HttpClient client;
    private final String pages;

    /** At the gateway whose WebSockets are there. */
    PracticeJoins(HttpClient client, String pages) {
        this.client = client;
        this.pages = pages;
    }

    /** Joins that room so many times; how often it was let in. */
    int make(int joins, String room) throws InterruptedException {
        int joined = 0;
        for (int i = 0; i < joins; i++) {
            Guest guest = new Guest();
            try {
                WebSocket socket = client.newWebSocketBuilder()
                        .subprotocols("tandem.room.1")
                        .buildAsync(URI.create(pages + "/r/" + room + "/ws"), guest)
                        .get(LIMIT_S, TimeUnit.SECONDS);
                socket.sendText("{\"type\": \"join\", \"name\": \"Ann\", \"offer\": \"" + OFFER + "\"}", true);
                joined += guest.joined.get(LIMIT_S, TimeUnit.SECONDS) ? 1 : 0;
                socket.sendText("{\"type\": \"leave\"}", true);
                guest.left.get(LIMIT_S, TimeUnit.SECONDS);
            } catch (ExecutionException | TimeoutException missed) {
                guest.left.complete(false);
            }
        }
        return joined;
    }

    /** Is let in, and leaves. */
    private static final class Guest implements WebSocket.Listener {
        final CompletableFuture<Boolean> joined = new CompletableFuture<>();
        final CompletableFuture<Boolean> left = new CompletableFuture<>();
        private final StringBuilder frame = new StringBuilder();

        @Override
        public @Nullable CompletionStage<?> onText(WebSocket socket, CharSequence data, boolean last) {
            frame.append(data);
            if (last) {
                if (frame.indexOf("{\"type\":\"joined\"") == 0) {
                    joined.complete(true);
                } else if (frame.indexOf("{\"type\":\"ended\"") == 0) {
                    joined.complete(false);
                }
                frame.setLength(0);
            }
            socket.request(1);
            return null;
        }

        @Override
        public @Nullable CompletionStage<?> onClose(WebSocket socket, int code, String reason) {
            joined.complete(false);
            left.complete(true);
            return null;
        }
    }
}
