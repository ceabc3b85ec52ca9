package tandem.sip.message;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import tandem.sip.SipReplaces;

/** Whatever a datagram holds, it is read, refused or dropped; what was read can be asked anything, and written it reads the same. */
class MessageFuzz {
    private static final InetSocketAddress PEER = new InetSocketAddress(InetAddress.getLoopbackAddress(), 5060);

    static Stream<Arguments> torture() throws IOException {
        List<Arguments> seeds = new ArrayList<>();
        try (Stream<Path> files = Files.list(Path.of("src/test/resources/vectors/sip-torture"))) {
            for (Path each :
                    files.filter(path -> path.toString().endsWith(".dat")).toList()) {
                seeds.add(Arguments.of((Object) Files.readAllBytes(each)));
            }
        }
        return seeds.stream();
    }

    @MethodSource("torture")
    @FuzzTest(maxDuration = "3s")
    void anyDatagramIsReadRefusedOrDropped(byte[] octets) {
        if (octets == null) {
            return; // the mutator's own idea of no datagram
        }
        switch (MessageReader.datagram(octets, 0, octets.length, PEER)) {
            case Request request -> {
                ask(request);
                askRequest(request);
                sameAgain(request);
            }
            case Response response -> {
                ask(response);
                sameAgain(response);
            }
            case Refused refused -> sameStatus(refused);
            case Dropped dropped -> said(dropped.why());
        }
    }

    private static void ask(Message message) {
        said(message.callId() + message.cseqMethod() + message.cseq() + message.fromUri() + message.fromName());
        said(message.fromTag()
                + message.toUri()
                + message.toTag()
                + message.vias()
                + message.topVia().rport());
        said(message.routes().toString() + message.recordRoutes() + message.contacts() + message.contactsAll());
        said(message.maxForwards().toString() + message.tokens("Require") + message.rack() + message.rseq());
        said(message.sessionExpires().toString() + message.minSe() + message.expires() + message.contentType());
        said(message.topVia().received().toString() + message.body().map(body -> body.text()));
        for (String name : message.names()) {
            said(message.header(name).toString() + message.headers(name));
            message.headers(name).forEach(MessageFuzz::referred);
        }
    }

    /** Whatever stands in a Refer-To or Replaces, no line of ours is ended by it, and what is written reads the same. */
    private static void referred(String value) {
        ReferTo.read(value)
                .ifPresent(to -> to.headers().forEach((name, text) -> {
                    if ((name + text).chars().anyMatch(c -> c < ' ')) {
                        throw new AssertionError("a line break came through: " + value);
                    }
                }));
        SipReplaces.read(value).ifPresent(named -> {
            if (!SipReplaces.read(named.value()).equals(Optional.of(named))) {
                throw new AssertionError("read otherwise after writing: " + value);
            }
        });
    }

    private static void askRequest(Request request) {
        said(request.uriUser() + request.uriHost() + request.target());
        Response response = Response.to(request, 200);
        response.setToTag("ours");
        byte[] written = response.encode();
        if (!(MessageReader.datagram(written, 0, written.length, PEER) instanceof Response)
                && request.headers("Via").size() == 1) {
            throw new AssertionError("our own response cannot be read:\n" + response);
        }
    }

    private static void sameAgain(Message message) {
        byte[] written = message.encode();
        if (written.length > MessageReader.MAX_DATAGRAM) {
            return;
        }
        Reading reading = MessageReader.datagram(written, 0, written.length, PEER);
        Optional<Message> again =
                switch (reading) {
                    case Request request -> Optional.of(request);
                    case Response response -> Optional.of(response);
                    case Refused refused -> Optional.empty();
                    case Dropped dropped -> Optional.empty();
                };
        if (again.isEmpty() || !again.get().toString().equals(message.toString())) {
            throw new AssertionError("read otherwise after writing: " + reading + "\n" + message);
        }
    }

    private static void sameStatus(Refused refused) {
        byte[] written = refused.response().encode();
        if (!new String(written, java.nio.charset.StandardCharsets.ISO_8859_1)
                .startsWith("SIP/2.0 " + refused.status() + " ")) {
            throw new AssertionError("refused in words that are no response");
        }
    }

    private static void said(String text) {
        if (text.length() > 1_000_000) {
            throw new AssertionError("grew beyond what came");
        }
    }
}
