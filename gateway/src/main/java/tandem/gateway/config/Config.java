package tandem.gateway.config;

import java.net.InetAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import tandem.call.Cidr;
import tandem.media.AudioCodec;
import tandem.media.MediaTerms;

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
     * @param publicAddress the address written into SIP, where we are behind NAT
     * @param dns {@code system}, or addresses of name servers
     * @param hep Homer's address for copies of the signalling, {@code udp:host:port}
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
            String hep) {
        public Sip {
            domains = List.copyOf(domains);
            dns = List.copyOf(dns);
        }
    }

    /**
     * RTP and codecs.
     *
     * @param bind the address media sockets are bound to
     * @param publicAddress the address written into descriptions, where we are behind NAT
     * @param ports the range of RTP, RTCP and BFCP
     * @param audio audio codecs in order of preference; none other is offered
     * @param video video codecs in order of preference
     * @param srtp {@code off}, {@code offer} or {@code require}
     * @param speakers how many voices are summed
     * @param language folder of the prompts
     */
    public record Media(
            InetAddress bind,
            PublicAddress publicAddress,
            PortRange ports,
            List<AudioCodec> audio,
            List<String> video,
            MediaTerms.Srtp srtp,
            int speakers,
            String language) {
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
     * @param certificate PEM file of the chain; without it one is made, self-signed
     * @param key PEM file of its private key
     * @param origins other sites that may embed
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
     * @param stun STUN servers, for {@code full}
     * @param turn TURN servers, for {@code full}
     */
    public record Webrtc(int port, String tcpPort, Ice ice, List<String> stun, List<String> turn) {
        public Webrtc {
            stun = List.copyOf(stun);
            turn = List.copyOf(turn);
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
     */
    public record Database(String url, Optional<String> username, Optional<Secret> password) {}

    /**
     * Who may enter, and how many.
     *
     * @param guests {@code none}, {@code private}, {@code any}, or networks from which callers without an account may enter
     * @param maxCalls over it new calls are refused with 503 and Retry-After
     */
    public record Access(@OneOrMany List<String> guests, int maxCalls) {
        public Access {
            guests = List.copyOf(guests);
        }
    }

    /**
     * A line to another system.
     *
     * @param name its name in the dial plan
     * @param mode {@code register}, or {@code peer} with fixed addresses
     * @param host where calls go
     * @param username of the account
     * @param password of the account
     * @param from networks whose calls are this trunk's
     * @param codecs audio codecs in order of preference, where they differ from ours
     * @param dtmf {@code auto}, {@code rfc4733}, {@code info} or {@code inband}
     * @param priority lower goes first
     * @param callerId who we say is calling
     * @param maxCalls at most so many at once
     * @param budget a limit to what a stolen password costs
     */
    public record Trunk(
            String name,
            Optional<TrunkMode> mode,
            String host,
            Optional<String> username,
            Optional<Secret> password,
            List<Cidr> from,
            List<AudioCodec> codecs,
            Optional<Dtmf> dtmf,
            Optional<Integer> priority,
            CallerId callerId,
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
     * Who we say is calling.
     *
     * @param from {@code keep}, or the number to write into From
     * @param pAssertedIdentity whether the caller's identity is asserted (RFC 3325)
     */
    public record CallerId(Optional<String> from, Optional<Boolean> pAssertedIdentity) {}

    /**
     * A limit to what a stolen password costs.
     *
     * @param prefixes numbers that may be called
     * @param calls at once
     * @param callsPerHour in an hour
     * @param minutesPerDay in a day
     * @param night {@code allow} or {@code refuse}
     */
    public record Budget(
            List<String> prefixes,
            Optional<Integer> calls,
            Optional<Integer> callsPerHour,
            Optional<Integer> minutesPerDay,
            Optional<String> night) {
        public Budget {
            prefixes = List.copyOf(prefixes);
        }
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
     * @param silence ends a participant from whom nothing at all has come for that long
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
            Optional<Duration> silence) {}

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
