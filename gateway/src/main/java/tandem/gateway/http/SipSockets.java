package tandem.gateway.http;

import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import tandem.base.Loop;
import tandem.base.Timer;
import tandem.sip.SipFrames;
import tandem.sip.SipStack;

/** SIP over WebSocket (RFC 7118) at {@code /sip}: each socket is a way of the stack's, one message a frame. On the signalling loop. */
public final class SipSockets implements Api.Beside {
    private static final String PROTOCOL = "sip";
    private static final long SILENT_NS = 30_000_000_000L;
    private static final int NORMAL = 1_000; // close codes of RFC 6455 section 7.4.1
    private static final int TRY_AGAIN_LATER = 1_013;

    private final Loop loop;
    private final SipStack stack;

    /** Sockets for that stack. */
    public SipSockets(Loop loop, SipStack stack) {
        this.loop = loop;
        this.stack = stack;
    }

    @Override
    public void add(RoutesConfig routes, Sockets sockets, Sites sites, Source source) {
        sockets.serve(routes, "/sip", new Sockets.Terms(List.of(PROTOCOL), SipSockets::needProtocol), Carried::new);
    }

    /** Section 4.1: a client must ask for it. */
    private static void needProtocol(Context context) {
        if (context.header("Sec-WebSocket-Protocol") == null) {
            throw Problem.wrong("a socket here is of the subprotocol sip (RFC 7118)");
        }
    }

    /** One socket with SIP in it. */
    private final class Carried implements Sockets.Frames, SipFrames.Outlet {
        private final Sockets.Opened socket;
        private final Optional<SipFrames> frames;
        private final Timer silence;

        Carried(Sockets.Opened socket) {
            this.socket = socket;
            this.frames = stack.adoptFrames(socket.remote(), socket.ourPort(), socket.secure(), this);
            if (frames.isEmpty()) {
                socket.close(TRY_AGAIN_LATER, "too many sockets");
            }
            silence = loop.after(SILENT_NS, () -> socket.close(NORMAL, "nothing was said"));
        }

        @Override
        public void onText(String text) {
            onOctets(text.getBytes(StandardCharsets.UTF_8));
        }

        @Override
        public boolean onOctets(byte[] octets) {
            silence.cancel();
            frames.ifPresent(each -> each.receive(octets));
            return true;
        }

        @Override
        public void onClosed(int code, String reason, boolean clean) {
            silence.cancel();
            frames.ifPresent(SipFrames::closed);
        }

        /** Text where it can be, since not every client reads the other kind; section 4.2 has both. */
        @Override
        public boolean send(byte[] frame) {
            text(frame).ifPresentOrElse(socket::send, () -> socket.send(frame));
            if (!socket.isOpen()) {
                loop.post(() -> frames.ifPresent(SipFrames::closed)); // not before the stack has heard of this one
            }
            return socket.isOpen();
        }

        private static Optional<String> text(byte[] frame) {
            try {
                return Optional.of(StandardCharsets.UTF_8
                        .newDecoder()
                        .decode(ByteBuffer.wrap(frame))
                        .toString());
            } catch (CharacterCodingException latin) {
                return Optional.empty();
            }
        }

        @Override
        public void close() {
            socket.close(NORMAL, "");
        }
    }
}
