package tandem.gateway.config;

import java.net.InetAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.stream.Stream;
import tandem.call.Cidr;
import tandem.call.Lobby;
import tandem.call.Role;
import tandem.media.AudioCodec;
import tandem.media.MediaTerms;
import tandem.media.VideoCodec;
import tandem.webrtc.IceServer;

/**
 * The whole configuration. A component's name in kebab case is its key, its path in capitals with {@code _} for {@code .} and
 * {@code -} behind {@code TANDEM_} its environment variable ({@code sip.udp} is {@code TANDEM_SIP_UDP}); entries of lists have
 * none. Relative paths are relative to the file, without a file to the working directory.
 *
 * @param data folder of call records, recordings, embedded database and admin token
 * @param sip the SIP door
 * @param media RTP and codecs
 * @param h323 the H.323 door
 * @param http API, pages and WebSocket
 * @param webrtc the browsers' door
 * @param database where calls are recorded
 * @param access who may enter, and how many
 * @param trunks lines to other systems
 * @param devices phones and terminals that register with us
 * @param rooms rooms with settings of their own; others are made on demand by the dial plan
 * @param dialplan file of rules, or {@code default}
 */
public record Config(
        Path data,
        Sip sip,
        Media media,
        H323 h323,
        Http http,
        Webrtc webrtc,
        Database database,
        Access access,
        List<Trunk> trunks,
        List<Device> devices,
        List<Room> rooms,
        String dialplan) {
    public Config {
        trunks = List.copyOf(trunks);
        devices = List.copyOf(devices);
        rooms = List.copyOf(rooms);
    }

    /**
     * The SIP door.
     *
     * @param udp where to listen, or {@code off}; port 0 picks one
     * @param tcp likewise
     * @param tls likewise; needs certificate and key
     * @param certificate PEM file: certificate first, then its chain
     * @param key PEM file of the certificate's private key
     * @param tlsTrust whose certificate is believed where we call over TLS: {@code system}, the authorities the system knows, for
     *     the name that was called; {@code any}, everybody's, as a PBX with a self-signed one needs unless its certificate is named
     *     here; or a PEM file of authorities, or of such a certificate itself
     * @param domains domains that are ours, besides our addresses; the first is what we call ourselves in From. What was dialled is
     *     the user part: a request for another domain is taken all the same
     * @param publicAddress the address written into SIP towards the outside, where we are behind NAT; {@code auto} for our own, or
     *     {@code stun:host:port} to ask a server for it
     * @param dns {@code system}, or addresses of name servers, with a port where it is not 53
     * @param hep Homer's address for copies of the signalling, {@code udp:host:port} or {@code tcp:host:port}, or {@code off}
     * @param hepId the number by which Homer knows this gateway
     * @param hepPassword the key Homer asks for, where it asks for one
     */
    public record Sip(
            Listen udp,
            Listen tcp,
            Listen tls,
            Optional<Path> certificate,
            Optional<Path> key,
            TlsTrust tlsTrust,
            List<String> domains,
            PublicAddress publicAddress,
            @OneOrMany List<String> dns,
            HepAddress hep,
            int hepId,
            Optional<Secret> hepPassword) {
        public Sip {
            domains = List.copyOf(domains);
            dns = List.copyOf(dns);
        }
    }

    /**
     * RTP and codecs.
     *
     * @param bind the address media sockets are bound to
     * @param publicAddress the address written into descriptions towards the outside, likewise
     * @param ports the range of RTP, RTCP and BFCP
     * @param audio audio codecs in order of preference; none other is offered
     * @param video video codecs that are passed from one party of two to the other; none of them, and there is no video
     * @param srtp {@code off}, {@code offer} or {@code require}
     * @param speakers how many voices are summed
     * @param language folder of the prompts
     * @param holdMusic what a party of two hears while the other holds it: {@code default}, a piece of ours; {@code off}, what the
     *     holder sends, which from most phones is nothing; or a WAV file of 16 kHz, 16 bits, mono. Never heard in a room
     */
    public record Media(
            InetAddress bind,
            PublicAddress publicAddress,
            PortRange ports,
            List<AudioCodec> audio,
            List<VideoCodec> video,
            MediaTerms.Srtp srtp,
            int speakers,
            String language,
            HoldMusic holdMusic) {
        public Media {
            audio = List.copyOf(audio);
            video = List.copyOf(video);
        }
    }

    /**
     * The H.323 door.
     *
     * @param listen call signalling, or {@code off}
     * @param gatekeeper {@code off}, {@code serve} to be one, {@code register} to be a gateway of another
     * @param address the other gatekeeper
     * @param alias as whom we register
     * @param prefixes dialled prefixes we register
     * @param password of the registration
     */
    public record H323(
            Listen listen,
            Gatekeeper gatekeeper,
            Optional<String> address,
            Optional<String> alias,
            List<String> prefixes,
            Optional<Secret> password) {
        public H323 {
            prefixes = List.copyOf(prefixes);
        }
    }

    /** How we stand to an H.323 gatekeeper. */
    public enum Gatekeeper {
        OFF,
        SERVE,
        REGISTER
    }

    /**
     * API, pages and WebSocket.
     *
     * @param listen HTTP, or {@code off}
     * @param tls HTTPS, or {@code off}
     * @param certificate PEM file of the chain; without it one is made, self-signed; taken anew when it is saved
     * @param key PEM file of its private key
     * @param origins other sites whose pages may embed ours, such as {@code https://www.example.org}
     * @param trustedProxies networks whose X-Forwarded-For is believed
     */
    public record Http(
            Listen listen,
            Listen tls,
            Optional<Path> certificate,
            Optional<Path> key,
            List<String> origins,
            List<Cidr> trustedProxies) {
        public Http {
            origins = List.copyOf(origins);
            trustedProxies = List.copyOf(trustedProxies);
        }
    }

    /**
     * The browsers' door.
     *
     * @param port UDP port of ICE, plus n for media loop n
     * @param tcpPort TCP port likewise, or {@code off}
     * @param ice {@code lite}, or {@code full} behind NAT
     * @param stun STUN servers, for {@code full}: {@code host:port}, where the port is 3478 if it is left out
     * @param turn TURN servers, for {@code full}: {@code user:password@host:port;transport=udp}, or {@code tcp} or {@code tls}; the
     *     transport is UDP and the port 3478, or 5349 over TLS, where they are left out
     */
    public record Webrtc(
            int port,
            String tcpPort,
            Ice ice,
            @OneOrMany List<String> stun,
            @OneOrMany List<Secret> turn) {
        public Webrtc {
            stun = List.copyOf(stun);
            turn = List.copyOf(turn);
        }

        /**
         * The servers a full agent asks.
         *
         * @throws IllegalArgumentException where one is written otherwise
         */
        public List<IceServer> servers() {
            return Stream.concat(
                            stun.stream().map(IceServer::stun),
                            turn.stream().map(Secret::reveal).map(IceServer::turn))
                    .toList();
        }

        /**
         * The TCP port, if it is on.
         *
         * @throws IllegalArgumentException where it is neither a port nor {@code off}
         */
        public OptionalInt tcp() {
            return tcpPort.equalsIgnoreCase("off")
                    ? OptionalInt.empty()
                    : OptionalInt.of(Numbers.inRange(tcpPort, 0, 65_535, "off, or a port"));
        }
    }

    /** Which part of ICE we play. */
    public enum Ice {
        LITE,
        FULL
    }

    /**
     * Where calls are recorded.
     *
     * @param url {@code sqlite}, or a JDBC URL of PostgreSQL
     * @param username of the database
     * @param password of the database
     * @param keep how long calls are kept
     * @param keepCalls how many calls are kept; where there are more, the oldest go
     */
    public record Database(
            String url, Optional<String> username, Optional<Secret> password, Duration keep, int keepCalls) {}

    /**
     * Who may enter, and how many.
     *
     * @param guests {@code none}, {@code private}, {@code any}, or networks from which callers without an account may enter
     * @param maxCalls over it new calls are refused with 503 and Retry-After
     * @param maxCpu while the gateway took more of all processors than that in the last five seconds, new calls are refused likewise;
     *     {@code off} for never
     * @param requestsPerSecond so many SIP requests outside calls are taken from one address of guests, trunks or registered devices,
     *     and a tenth of it from any other; what is beyond gets no answer
     * @param digest by which algorithms devices show their password, {@code md5} or {@code sha-256}, in that order. Most phones and the
     *     clients in browsers know md5 alone, and give up where anything else is asked for first or besides
     */
    public record Access(
            @OneOrMany List<String> guests,
            int maxCalls,
            CpuLimit maxCpu,
            int requestsPerSecond,
            @OneOrMany List<Digest> digest) {
        public Access {
            guests = List.copyOf(guests);
            digest = List.copyOf(digest);
        }
    }

    /** How a password is shown without being sent (RFC 7616, RFC 8760). */
    public enum Digest {
        MD5,
        SHA_256
    }

    /**
     * A line to another system.
     *
     * @param name its name in the dial plan
     * @param mode {@code register}: we register there; {@code peer}: fixed addresses, no registration
     * @param host where calls and REGISTER go: {@code pbx.example.org}, {@code 192.0.2.1:5080}, {@code pbx.example.org;transport=tls}
     * @param proxy the proxy all requests are sent by, written likewise
     * @param domain what stands behind the {@code @} of its numbers, where that is not the host
     * @param username of the account
     * @param authUsername the name passwords are asked for, where that is another
     * @param password of the account
     * @param expires how long a registration is to last, {@code 5m}
     * @param keepalive {@code 30s}: asked by OPTIONS so often whether it is there; {@code crlf 30s}: line ends that keep the way open
     *     only; or {@code off}
     * @param from networks whose calls are this trunk's; without them the addresses of its host and proxy
     * @param codecs audio codecs in order of preference, where they differ from ours
     * @param dtmf {@code auto}, {@code rfc4733}, {@code info} or {@code inband}
     * @param srtp {@code off}, {@code offer} or {@code require}, where it differs from ours
     * @param tls what is shown and believed on TLS connections to its host, where it differs from ours
     * @param priority lower goes first
     * @param callerId who we say is calling
     * @param rewrite numbers on their way out and in
     * @param maxCalls at most so many at once
     * @param budget a limit to what a stolen password costs
     */
    public record Trunk(
            String name,
            TrunkMode mode,
            TrunkHost host,
            Optional<TrunkHost> proxy,
            Optional<String> domain,
            Optional<String> username,
            Optional<String> authUsername,
            Optional<Secret> password,
            Optional<Duration> expires,
            Optional<Keepalive> keepalive,
            List<Cidr> from,
            List<AudioCodec> codecs,
            Optional<Dtmf> dtmf,
            Optional<MediaTerms.Srtp> srtp,
            TrunkTls tls,
            Optional<Integer> priority,
            CallerId callerId,
            Rewrite rewrite,
            Optional<Integer> maxCalls,
            Budget budget) {
        public Trunk {
            from = List.copyOf(from);
            codecs = List.copyOf(codecs);
        }
    }

    /** How a trunk knows us. */
    public enum TrunkMode {
        REGISTER,
        PEER
    }

    /** How digits are sent. */
    public enum Dtmf {
        AUTO,
        RFC4733,
        INFO,
        INBAND
    }

    /**
     * What is shown and believed on TLS connections to one trunk.
     *
     * @param certificate PEM file of our certificate and its chain
     * @param key PEM file of its private key
     * @param trust whose certificate is believed: {@code system}, {@code any}, or a PEM file
     */
    public record TrunkTls(Optional<Path> certificate, Optional<Path> key, Optional<TlsTrust> trust) {}

    /**
     * Who we say is calling.
     *
     * @param from {@code keep}, or the number to write into From; without it the username where we register, else {@code keep}
     * @param pAssertedIdentity whether the caller's identity is asserted to it, and believed from it (RFC 3325)
     * @param remotePartyId whether it is told in Remote-Party-ID, as older systems have it
     * @param privacy {@code keep}: a caller who withholds the number stays unknown; {@code id}: all do; {@code none}: none does
     * @param diversion whether it is told who diverted the call (Diversion, History-Info)
     */
    public record CallerId(
            Optional<String> from,
            Optional<Boolean> pAssertedIdentity,
            Optional<Boolean> remotePartyId,
            Optional<Privacy> privacy,
            Optional<Boolean> diversion) {}

    /** What becomes of a number that is withheld. */
    public enum Privacy {
        KEEP,
        ID,
        NONE
    }

    /**
     * Numbers as they are to be on the other side, each {@code 'pattern => number'}; the first whose pattern matches the whole number
     * counts, and what none matches stays as it is.
     *
     * @param out what was dialled, as the trunk is to have it
     * @param outCaller who calls, as the trunk is to have it
     * @param in what the trunk dialled, as the dial plan is to have it
     * @param inCaller who calls by the trunk, as the dial plan is to have it
     */
    public record Rewrite(List<String> out, List<String> outCaller, List<String> in, List<String> inCaller) {
        public Rewrite {
            out = List.copyOf(out);
            outCaller = List.copyOf(outCaller);
            in = List.copyOf(in);
            inCaller = List.copyOf(inCaller);
        }
    }

    /**
     * A limit to what a stolen password costs. It holds for calls out by the trunk; numbers are looked at as they are sent.
     *
     * @param prefixes numbers that may be called
     * @param calls at once
     * @param callsPerHour in any hour
     * @param minutesPerDay from midnight to midnight
     * @param night {@code allow} or {@code refuse}
     * @param nightHours when it is night, {@code 22:00-06:00}
     * @param always numbers that no limit holds for, such as those of emergencies
     */
    public record Budget(
            List<String> prefixes,
            Optional<Integer> calls,
            Optional<Integer> callsPerHour,
            Optional<Integer> minutesPerDay,
            Optional<Night> night,
            Optional<Hours> nightHours,
            List<String> always) {
        public Budget {
            always = List.copyOf(always);
            prefixes = List.copyOf(prefixes);
        }

        /** Whether what was spent counts when the call is over. */
        public boolean lasts() {
            return callsPerHour.isPresent() || minutesPerDay.isPresent();
        }
    }

    /** Whether calls may go out at night. */
    public enum Night {
        ALLOW,
        REFUSE
    }

    /**
     * A phone or terminal that registers with us.
     *
     * @param user its number
     * @param password of its account
     * @param name what others see
     */
    public record Device(String user, Secret password, Optional<String> name) {}

    /**
     * A room with settings of its own.
     *
     * @param name what is dialled
     * @param title what people call it
     * @param pin of everybody
     * @param guestPin of guests, where it differs from the host's
     * @param hostPin of hosts
     * @param maxParticipants at most so many
     * @param layout {@code speaker}, {@code grid} or {@code content}
     * @param token whether browsers need a token: {@code off} or {@code required}
     * @param record {@code off}, {@code tracks} or {@code mix}
     * @param announce how joining and leaving is told, see {@link Announce}
     * @param language folder of its prompts
     * @param silence ends a participant from whom nothing at all has come for that long: a minute at least
     * @param waitForHost whether guests wait, with music, until a host is there; they do where there is a {@code host-pin}
     * @param withoutHost what the conference does when the last host has left: {@code end}, as it does where guests wait for
     *     hosts, or {@code stay}
     * @param hostGrace how long it goes on before it ends, for a host to come back
     * @param waitLimit how long somebody waits, for a host or to be let in
     * @param lobby who waits until a host lets them in: {@code off}, {@code guests} (who is neither a device nor comes by a trunk, and
     *     has no token) or {@code all}; hosts never do
     * @param mutedOnEntry whether guests come in muted
     * @param dial whom the room calls when the first one is in it
     */
    public record Room(
            String name,
            Optional<String> title,
            Optional<Secret> pin,
            Optional<Secret> guestPin,
            Optional<Secret> hostPin,
            Optional<Integer> maxParticipants,
            Optional<Layout> layout,
            Optional<Token> token,
            Optional<Recorded> record,
            Optional<Announce> announce,
            Optional<String> language,
            Optional<Duration> silence,
            Optional<Boolean> waitForHost,
            Optional<WithoutHost> withoutHost,
            Optional<Duration> hostGrace,
            Optional<Duration> waitLimit,
            Optional<Lobby> lobby,
            Optional<Boolean> mutedOnEntry,
            List<Dial> dial) {
        /** What {@code silence} is at least: a shorter one is not noticed. */
        public static final Duration LEAST_SILENCE = Duration.ofMinutes(1);

        public Room {
            dial = List.copyOf(dial);
        }
    }

    /**
     * Somebody whom a room calls.
     *
     * @param to address, such as {@code sip:101@pbx.example.org}; the number of a device; or what {@code trunk} is to call
     * @param trunk over which, where {@code to} is a number outside; {@code any} for all of them by priority
     * @param role in the room; a guest where nothing is said
     * @param dtmf digits sent after the answer; {@code w} waits half a second
     */
    public record Dial(String to, Optional<String> trunk, Optional<Role> role, Optional<Secret> dtmf) {}

    /** What a conference does when its last host has left. */
    public enum WithoutHost {
        END,
        STAY
    }

    /** How a room's pictures are arranged. */
    public enum Layout {
        SPEAKER,
        GRID,
        CONTENT
    }

    /** Whether browsers need a token. */
    public enum Token {
        OFF,
        REQUIRED
    }

    /** What is recorded of a room. */
    public enum Recorded {
        OFF,
        TRACKS,
        MIX
    }

    /** How joining and leaving a room is told. */
    public enum Announce {
        OFF,
        TONES,
        NAMES
    }
}
