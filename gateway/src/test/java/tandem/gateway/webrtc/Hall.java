package tandem.gateway.webrtc;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import tandem.base.HandTurnedLoop;
import tandem.call.Arrival;
import tandem.call.CallSettings;
import tandem.call.Calls;
import tandem.call.Cause;
import tandem.call.ChatMessage;
import tandem.call.Guests;
import tandem.call.Leg;
import tandem.call.LegEvents;
import tandem.call.Pass;
import tandem.call.Protocol;
import tandem.call.Role;
import tandem.call.RoomSettings;
import tandem.call.Route;
import tandem.call.Target;
import tandem.call.Targets;
import tandem.media.AudioCodec;
import tandem.media.Direction;
import tandem.media.MediaDescription;
import tandem.media.MediaTerms;
import tandem.media.sdp.Sdp;
import tandem.media.sdp.SdpReader;

/** A browsers' door with calls behind it, on invented time; its media side negotiates and nothing flows. */
final class Hall {
    static final String OFFER = """
            v=0
            o=- 5228595038118931041 2 IN IP4 127.0.0.1
            s=-
            t=0 0
            a=group:BUNDLE 0
            m=audio 9 UDP/TLS/RTP/SAVPF 111 0
            c=IN IP4 0.0.0.0
            a=ice-ufrag:EsAw
            a=ice-pwd:P2uYro0UCOQ4zxjKXaWCBui1
            a=fingerprint:sha-256 DA:7B:57:DC:28:CE:04:4F:31:79:85:C4:31:67:EB:27:58:29:ED:77:2A:0D:24:AE:ED:AD:30:BC:BD:F1:9C:02
            a=setup:actpass
            a=mid:0
            a=sendrecv
            a=rtcp-mux
            a=rtpmap:111 opus/48000/2
            """.replace("\n", "\r\n");
    static final String RESTART =
            OFFER.replace("EsAw", "ysXw").replace("P2uYro0UCOQ4zxjKXaWCBui1", "vw5LmwG4y/e6dPP/zAP9");

    private static final MediaTerms TERMS =
            new MediaTerms(List.of(AudioCodec.OPUS, AudioCodec.PCMU), Direction.SENDRECV, MediaTerms.Srtp.OFFER);

    final HandTurnedLoop loop = new HandTurnedLoop();
    final NegotiatingDesk desk = new NegotiatingDesk();
    final Map<String, RoomSettings> rooms = new HashMap<>();
    final WebRtcDoor door = new WebRtcDoor(loop, Hall::pass, new SecureRandom());
    final Calls calls;
    final List<String> phoneOrders = new ArrayList<>();
    Optional<LegEvents> phone = Optional.empty();

    Hall() {
        calls = new Calls(loop, desk, new Phones(), settings(Duration.ofSeconds(10)), door);
        door.open(calls);
    }

    private CallSettings settings(Duration grace) {
        return new CallSettings(
                arrival -> route(arrival.to()),
                name -> Optional.ofNullable(rooms.get(name))
                        .or(() -> name.matches("1\\d{3}") ? Optional.of(RoomSettings.OPEN) : Optional.empty()),
                Guests.PRIVATE,
                /* maxCalls= */ 1_000,
                TERMS,
                "en",
                List.of(),
                new CallSettings.Times(Duration.ofMinutes(2), grace, Duration.ofMinutes(5)));
    }

    private static Route route(String to) {
        return switch (to) {
            case "9196" -> new Route.Echo();
            case "0" -> new Route.Reception("en", 3);
            case "phone" -> new Route.ToAddress("sip:phone@host", Optional.empty());
            default -> new Route.ToRoom(to);
        };
    }

    /** Tokens are written {@code role:room}. */
    private static Passes.Outcome pass(String token) {
        return switch (token.split(":", 2)[0]) {
            case "host" -> new Passes.Outcome.Good(new Pass(token.substring(5), Role.HOST, Optional.empty()));
            case "guest" -> new Passes.Outcome.Good(new Pass(token.substring(6), Role.GUEST, Optional.of("Gus")));
            case "old" -> new Passes.Outcome.Bad(Cause.TOKEN_EXPIRED);
            default -> new Passes.Outcome.Bad(Cause.TOKEN_WRONG);
        };
    }

    static Caller caller(String room) {
        return new Caller(room, "gateway.example", InetAddress.getLoopbackAddress(), "test/1");
    }

    /** A browser at that room's address, which has said nothing yet. */
    Browser browser(String room) {
        return new Browser(this, room);
    }

    int inRoom(String room) {
        return calls.room(room).map(one -> one.participants().size()).orElse(0);
    }

    /** A phone's description of media in that direction. */
    static MediaDescription plain(String direction) {
        String text =
                "v=0\r\no=- 1 1 IN IP4 127.0.0.1\r\ns=-\r\nc=IN IP4 127.0.0.1\r\nt=0 0\r\nm=audio 4000 RTP/AVP 0\r\na="
                        + direction + "\r\n";
        return ((Sdp) SdpReader.read(text)).description();
    }

    static InetSocketAddress port(int port) {
        return new InetSocketAddress(InetAddress.getLoopbackAddress(), port);
    }

    /** One phone, which answers when the test says so. */
    private final class Phones implements Targets {
        @Override
        public void find(Route.Outward route, Optional<Arrival> caller, Consumer<Found> then) {
            Target target = new Target(
                    (out, events) -> {
                        phone = Optional.of(events);
                        return new SilentLeg();
                    },
                    "sip:phone@host",
                    InetAddress.getLoopbackAddress(),
                    TERMS,
                    Optional.empty(),
                    Optional.empty());
            then.accept(new Found.Dial(List.of(target)));
        }
    }

    /** A phone's leg, which writes down what it is offered and refused. */
    private final class SilentLeg implements Leg {
        @Override
        public void ring(Optional<MediaDescription> early) {}

        @Override
        public void answer(MediaDescription local) {}

        @Override
        public void offer(MediaDescription local) {
            phoneOrders.add("offer");
        }

        @Override
        public void requestOffer() {}

        @Override
        public void accept(MediaDescription local) {
            phoneOrders.add("accept");
        }

        @Override
        public void refuse(Cause why) {
            phoneOrders.add("refuse " + why);
        }

        @Override
        public void carry(Map<String, String> headers) {}

        @Override
        public void sendDigit(char digit, int durationMs) {}

        @Override
        public void message(ChatMessage line) {}

        @Override
        public void hangup(Cause why) {}

        @Override
        public Facts facts() {
            return new Facts(Protocol.SIP, "127.0.0.1", "phone/1", Map.of(), false);
        }
    }
}
