package tandem.media;

import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import tandem.media.MediaTerms.Srtp;
import tandem.media.Transport.Crypto;
import tandem.media.Transport.Dtls;
import tandem.media.Transport.Sdes;
import tandem.media.Transport.Setup;

/** Which protection is offered, answered and agreed: SDES (RFC 4568), DTLS (RFC 5763), either or plain (RFC 8643). */
final class NegotiationKeys {
    private NegotiationKeys() {}

    /** Whether the profile itself demands protection. */
    static boolean isSecure(String profile) {
        return profile.toUpperCase(Locale.ROOT).contains("SAVP");
    }

    /**
     * What we answer and what is agreed by it.
     *
     * @param transport to be described
     * @param keys agreed
     */
    record Protection(Transport transport, NegotiatedKeys keys) {
        static final Protection NONE = new Protection(Transport.PLAIN, NegotiatedKeys.NONE);
    }

    /** Our answer to an offered stream; empty where policy and offer do not meet. DTLS before SDES before plain. */
    static Optional<Protection> answer(
            StreamDescription offered, NegotiationLocal ours, Srtp policy, NegotiatedKeys before) {
        boolean secure = isSecure(offered.line().profile());
        if (policy == Srtp.OFF) {
            return secure ? Optional.empty() : Optional.of(Protection.NONE);
        }
        Optional<Protection> protection = dtls(offered.transport())
                .flatMap(dtls -> answerDtls(dtls, ours, before))
                .or(() -> sdes(offered.transport()).flatMap(sdes -> answerSdes(sdes, ours)));
        if (protection.isPresent()) {
            return protection;
        }
        return secure || policy == Srtp.REQUIRE ? Optional.empty() : Optional.of(Protection.NONE);
    }

    /** Whether DTLS is offered; RTCP on a port of its own would then need an association of its own (RFC 5764 section 4.1). */
    static boolean includesDtls(Transport transport) {
        return dtls(transport).isPresent();
    }

    private static Optional<Dtls> dtls(Transport transport) {
        return switch (transport) {
            case Dtls dtls -> Optional.of(dtls);
            case Transport.Either either -> Optional.of(either.dtls());
            case Sdes sdes -> Optional.empty();
            case Transport.Plain plain -> Optional.empty();
        };
    }

    private static Optional<Sdes> sdes(Transport transport) {
        return switch (transport) {
            case Sdes sdes -> Optional.of(sdes);
            case Transport.Either either -> Optional.of(either.sdes());
            case Dtls dtls -> Optional.empty();
            case Transport.Plain plain -> Optional.empty();
        };
    }

    /**
     * Where the peer leaves the choice we wait for it: its ClientHello then opens its own NAT and tells us its address. An
     * association there is keeps its roles (RFC 5763 section 6.6, RFC 8842 section 5.3).
     */
    private static Optional<Protection> answerDtls(Dtls offered, NegotiationLocal ours, NegotiatedKeys before) {
        if (ours.fingerprints().isEmpty() || offered.fingerprints().isEmpty()) {
            return Optional.empty();
        }
        boolean client =
                switch (offered.setup()) {
                    case ACTIVE -> false;
                    case PASSIVE -> true;
                    case ACTPASS ->
                        before instanceof NegotiatedKeys.Dtls dtls
                                && dtls.theirs().equals(offered.fingerprints())
                                && dtls.client();
                };
        return Optional.of(new Protection(
                new Dtls(ours.fingerprints(), client ? Setup.ACTIVE : Setup.PASSIVE),
                new NegotiatedKeys.Dtls(offered.fingerprints(), client)));
    }

    /** Our answer where TLS or DTLS carries something else than RTP (RFC 8856 section 9), where the peer has a certificate. */
    static Optional<Protection> answerTls(Transport offered, NegotiationLocal ours, boolean client) {
        return dtls(offered)
                .flatMap(dtls -> answerDtls(
                        dtls,
                        ours,
                        client ? new NegotiatedKeys.Dtls(dtls.fingerprints(), client) : NegotiatedKeys.NONE));
    }

    /** The strongest suite both sides have; the peer's tag, our key (RFC 4568 section 5.1.2). */
    private static Optional<Protection> answerSdes(Sdes offered, NegotiationLocal ours) {
        return offered.cryptos().stream()
                .filter(theirs -> ours.crypto(theirs.suite()).isPresent())
                .max(Comparator.comparing(Crypto::suite))
                .flatMap(theirs -> ours.crypto(theirs.suite()).map(own -> {
                    Crypto answered = new Crypto(theirs.tag(), own.suite(), own.key());
                    return new Protection(
                            new Sdes(List.of(answered)), new NegotiatedKeys.Sdes(own.suite(), answered, theirs));
                }));
    }

    /** What an offer of ours says: what is in force, else what the policy wants. */
    static Transport offer(NegotiationLocal ours, Srtp policy, Optional<NegotiatedKeys> inForce) {
        return inForce.flatMap(keys -> repeated(keys, ours, policy)).orElseGet(() -> fresh(ours, policy));
    }

    private static Optional<Transport> repeated(NegotiatedKeys keys, NegotiationLocal ours, Srtp policy) {
        return switch (keys) {
            case NegotiatedKeys.None none -> policy == Srtp.REQUIRE ? Optional.empty() : Optional.of(Transport.PLAIN);
            case NegotiatedKeys.Sdes sdes -> Optional.of(new Sdes(List.of(sdes.ours())));
            case NegotiatedKeys.Dtls dtls -> Optional.of(new Dtls(ours.fingerprints(), Setup.ACTPASS));
        };
    }

    private static Transport fresh(NegotiationLocal ours, Srtp policy) {
        if (policy == Srtp.OFF) {
            return Transport.PLAIN;
        }
        Sdes sdes = new Sdes(ours.cryptos());
        if (ours.fingerprints().isEmpty()) {
            return ours.cryptos().isEmpty() ? Transport.PLAIN : sdes;
        }
        Dtls dtls = new Dtls(ours.fingerprints(), Setup.ACTPASS);
        return ours.cryptos().isEmpty() ? dtls : new Transport.Either(sdes, dtls);
    }

    /** What the peer's answer to our offer agrees on; empty where it leaves out keys that were required, or has wrong ones. */
    static Optional<NegotiatedKeys> accept(StreamDescription offered, StreamDescription answered) {
        Optional<NegotiatedKeys> keys = dtls(offered.transport())
                .flatMap(own -> dtls(answered.transport()))
                .<NegotiatedKeys>map(NegotiationKeys::acceptDtls)
                .or(() -> sdes(offered.transport())
                        .flatMap(own -> sdes(answered.transport()).flatMap(theirs -> acceptSdes(own, theirs))));
        if (keys.isPresent()) {
            return keys;
        }
        return isSecure(offered.line().profile()) || isSecure(answered.line().profile())
                ? Optional.empty()
                : Optional.of(NegotiatedKeys.NONE);
    }

    /** Active unless the peer says passive: RFC 4145 section 4 makes that the default of an answer. */
    private static NegotiatedKeys acceptDtls(Dtls theirs) {
        return new NegotiatedKeys.Dtls(theirs.fingerprints(), theirs.setup() == Setup.PASSIVE);
    }

    /** By the tag; where a peer numbers anew, by the suite. */
    private static Optional<NegotiatedKeys> acceptSdes(Sdes ours, Sdes theirs) {
        for (Crypto answer : theirs.cryptos()) {
            Optional<Crypto> own = ours.cryptos().stream()
                    .filter(c -> c.suite() == answer.suite())
                    .min(Comparator.comparing(c -> c.tag() != answer.tag()));
            if (own.isPresent()) {
                return Optional.of(new NegotiatedKeys.Sdes(answer.suite(), own.get(), answer));
            }
        }
        return Optional.empty();
    }

    /** The profile of a first offer: what RFC 8643 lets a peer without SRTP take, or what it must refuse. */
    static String profile(Transport transport, Srtp policy) {
        boolean demanded = policy == Srtp.REQUIRE && !(transport instanceof Transport.Plain);
        return demanded ? "RTP/SAVP" : "RTP/AVP";
    }
}
