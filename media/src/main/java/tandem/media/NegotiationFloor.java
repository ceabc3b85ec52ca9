package tandem.media;

import java.net.InetSocketAddress;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import tandem.media.FloorDescription.Floor;
import tandem.media.FloorDescription.Role;
import tandem.media.NegotiationKeys.Protection;
import tandem.media.StreamDescription.Kind;
import tandem.media.StreamDescription.Line;
import tandem.media.Transport.Setup;
import tandem.media.VideoLocal.FloorLocal;

/**
 * Floor control in offers and answers (RFC 8856 section 8, RFC 4145, RFC 8122): we are the server where the peer lets us.
 *
 * @param ours what we have
 * @param own our end of floor control
 * @param before what is in force
 */
record NegotiationFloor(NegotiationLocal ours, FloorLocal own, Optional<NegotiatedFloor> before) {
    private static final int DISCARD = 9; // RFC 4145 section 4.1: the port of who opens the connection
    private static final int RELIABLE = 1;
    private static final int UNRELIABLE = 2;

    /** A stream of our answer with what is agreed by it. */
    record Answered(StreamDescription stream, NegotiatedFloor agreed) {}

    /**
     * Answers an offered stream; empty where it cannot be used.
     *
     * @param label of our content stream in the same description
     * @param theirLabel of the peer's
     */
    Optional<Answered> answer(
            int place, StreamDescription offered, Optional<String> label, Optional<String> theirLabel) {
        Optional<BfcpTransport> transport =
                BfcpTransport.of(offered.line().profile()).filter(own.transports()::contains);
        FloorDescription theirs = offered.floor();
        if (transport.isEmpty() || (!theirs.mayBeClient() && !theirs.mayBeServer())) {
            return Optional.empty();
        }
        boolean wasClient = before.filter(f -> !f.server()).isPresent();
        boolean server = theirs.mayBeClient() && !(wasClient && theirs.mayBeServer());
        return protection(offered, transport.get()).map(protection -> {
            boolean opens = opens(offered, transport.get(), protection);
            boolean existing = theirs.existing() && before.isPresent();
            int version = version(theirs.versions(), transport.get());
            FloorDescription said = said(server, label, theirs.versions().isEmpty() ? List.of() : List.of(version));
            StreamDescription stream = stream(
                    new Line(
                            offered.line().media(),
                            offered.line().profile(),
                            List.of("*"),
                            offered.line().mid(),
                            false),
                    transport.get().connects() && opens,
                    protection.transport(),
                    withSetup(said, transport.get(), opens ? Setup.ACTIVE : Setup.PASSIVE, existing));
            Meeting meeting = new Meeting(transport.get(), version, opens, existing);
            return new Answered(stream, agreed(place, offered, server, ids(server, theirs, theirLabel), meeting));
        });
    }

    private Optional<Protection> protection(StreamDescription theirs, BfcpTransport transport) {
        return transport.secure()
                ? NegotiationKeys.answerTls(theirs.transport(), ours, opensBefore())
                : Optional.of(Protection.NONE);
    }

    private boolean opensBefore() {
        return before.map(NegotiatedFloor::opens).orElse(false);
    }

    /** Whether we open the connection: only where the peer waits for us (RFC 4145 section 4.1). */
    private static boolean opens(StreamDescription offered, BfcpTransport transport, Protection protection) {
        return switch (transport) {
            case UDP -> false;
            case TCP -> offered.floor().setup().equals(Optional.of(Setup.PASSIVE));
            case TLS, DTLS -> protection.keys() instanceof NegotiatedKeys.Dtls dtls && dtls.client();
        };
    }

    /** The higher version both speak; unsaid, the one RFC 8856 section 5.5 has for the transport. */
    private static int version(List<Integer> theirs, BfcpTransport transport) {
        int usual = transport.connects() ? RELIABLE : UNRELIABLE;
        return theirs.stream()
                .filter(v -> v == RELIABLE || v == UNRELIABLE)
                .max(Integer::compare)
                .orElse(usual);
    }

    /** Only the server says conference, user and floors (RFC 8856 sections 5.2 to 5.4). */
    private FloorDescription said(boolean server, Optional<String> label, List<Integer> versions) {
        if (!server) {
            return new FloorDescription(
                    List.of(Role.CLIENT),
                    OptionalLong.empty(),
                    OptionalInt.empty(),
                    List.of(),
                    versions,
                    Optional.empty(),
                    /* existing= */ false);
        }
        return new FloorDescription(
                List.of(Role.SERVER),
                OptionalLong.of(own.conference()),
                OptionalInt.of(own.user()),
                List.of(new Floor(own.floor(), label.stream().toList())),
                versions,
                Optional.empty(),
                /* existing= */ false);
    }

    private static FloorDescription withSetup(
            FloorDescription said, BfcpTransport transport, Setup setup, boolean existing) {
        return new FloorDescription(
                said.roles(),
                said.conference(),
                said.user(),
                said.floors(),
                said.versions(),
                transport == BfcpTransport.TCP ? Optional.of(setup) : Optional.empty(),
                existing && transport.connects());
    }

    private StreamDescription stream(Line line, boolean opens, Transport transport, FloorDescription said) {
        InetSocketAddress address = opens ? new InetSocketAddress(own.address().getAddress(), DISCARD) : own.address();
        return new StreamDescription(
                Kind.FLOOR,
                Direction.SENDRECV,
                Optional.of(address),
                Optional.empty(),
                /* rtcpMux= */ false,
                transport,
                List.of(),
                OptionalInt.empty(),
                OptionalInt.empty(),
                Map.of(),
                line,
                Optional.empty(),
                said);
    }

    /** The ids in every message: ours where we are the server, else the peer's, or ours where it says none. */
    private Ids ids(boolean server, FloorDescription theirs, Optional<String> theirLabel) {
        Ids ids = new Ids(own.conference(), own.user(), own.floor());
        return server ? ids : ids.of(theirs, theirLabel);
    }

    private record Ids(long conference, int user, int floor) {
        /** Those of a server, by the floor of the stream with that label, else its first. */
        Ids of(FloorDescription said, Optional<String> label) {
            int id = said.floors().stream()
                    .filter(floor -> label.filter(floor.labels()::contains).isPresent())
                    .findFirst()
                    .or(() -> said.floors().stream().findFirst())
                    .map(Floor::id)
                    .orElse(floor);
            return new Ids(said.conference().orElse(conference), said.user().orElse(user), id);
        }
    }

    /** How the two ends meet. */
    private record Meeting(BfcpTransport transport, int version, boolean opens, boolean existing) {}

    private static NegotiatedFloor agreed(
            int place, StreamDescription theirs, boolean server, Ids ids, Meeting meeting) {
        return new NegotiatedFloor(
                place,
                meeting.transport(),
                server,
                ids.conference(),
                ids.user(),
                ids.floor(),
                meeting.version(),
                theirs.rtp().orElseThrow(),
                meeting.opens(),
                meeting.existing(),
                theirs.transport() instanceof Transport.Dtls dtls
                                && meeting.transport().secure()
                        ? dtls.fingerprints()
                        : List.of());
    }

    /** Our stream of an offer; empty where what we would offer needs a certificate and we have none. */
    Optional<StreamDescription> offer(Optional<StreamDescription> last, Optional<String> label) {
        Optional<BfcpTransport> transport = before.map(NegotiatedFloor::transport)
                .or(() -> own.transports().stream().findFirst())
                .filter(t -> !t.secure() || !ours.fingerprints().isEmpty());
        return transport.map(t -> {
            boolean server = before.map(NegotiatedFloor::server).orElse(true);
            int version = before.map(NegotiatedFloor::version).orElse(t.connects() ? RELIABLE : UNRELIABLE);
            Line line = new Line(
                    "application",
                    t.profile(),
                    List.of("*"),
                    last.flatMap(s -> s.line().mid()),
                    false);
            Transport keys = t.secure() ? new Transport.Dtls(ours.fingerprints(), Setup.ACTPASS) : Transport.PLAIN;
            FloorDescription said = said(server, label, versions(version, t));
            return stream(line, /* opens= */ false, keys, withSetup(said, t, Setup.PASSIVE, before.isPresent()));
        });
    }

    private static List<Integer> versions(int version, BfcpTransport transport) {
        return transport.connects() || version == RELIABLE ? List.of(version) : List.of(UNRELIABLE, RELIABLE);
    }

    /** What the peer's answer to a stream of our offer agrees on; empty where it refuses it. */
    static Optional<NegotiatedFloor> accept(
            int place,
            StreamDescription offered,
            StreamDescription answered,
            Optional<String> theirLabel,
            Optional<NegotiatedFloor> before) {
        Optional<BfcpTransport> transport = BfcpTransport.of(answered.line().profile())
                .filter(t -> t.profile().equalsIgnoreCase(offered.line().profile()));
        boolean secured = answered.transport() instanceof Transport.Dtls;
        if (answered.refused() || transport.filter(t -> !t.secure() || secured).isEmpty()) {
            return Optional.empty();
        }
        FloorDescription ours = offered.floor();
        FloorDescription theirs = answered.floor();
        boolean server = ours.mayBeServer()
                ? theirs.mayBeClient()
                : !theirs.mayBeServer() && !theirs.roles().isEmpty();
        Ids last = before.map(f -> new Ids(f.conference(), f.user(), f.floor())).orElse(new Ids(0, 0, 0));
        Ids ids = server ? last.of(ours, Optional.empty()) : last.of(theirs, theirLabel);
        List<Integer> versions = theirs.versions().isEmpty() ? ours.versions() : theirs.versions();
        boolean opens = answered.transport() instanceof Transport.Dtls dtls
                ? dtls.setup() == Setup.PASSIVE
                : theirs.setup().equals(Optional.of(Setup.PASSIVE))
                        && !ours.setup().equals(Optional.of(Setup.PASSIVE));
        boolean existing = ours.existing() && theirs.existing();
        Meeting meeting = new Meeting(transport.get(), version(versions, transport.get()), opens, existing);
        return Optional.of(agreed(place, answered, server, ids, meeting));
    }
}
