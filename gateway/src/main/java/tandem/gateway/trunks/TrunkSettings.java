package tandem.gateway.trunks;

import java.util.List;
import java.util.Optional;
import tandem.dialplans.Rewriting;
import tandem.gateway.config.Config;
import tandem.gateway.config.Keepalive;
import tandem.gateway.config.Secret;
import tandem.gateway.config.TrunkHost;
import tandem.gateway.sip.SipHeaders;
import tandem.media.AudioCodec;
import tandem.media.MediaTerms;
import tandem.sip.SipCredentials;

/**
 * One trunk as it is configured, in the terms of those who work with it.
 *
 * @param config as written
 * @param terms codecs, protection and digits of its calls
 * @param out rewritings of numbers dialled out
 * @param outCaller of the caller of those
 * @param in of numbers that come in
 * @param inCaller of the caller of those
 */
record TrunkSettings(
        Config.Trunk config,
        MediaTerms terms,
        List<Rewriting> out,
        List<Rewriting> outCaller,
        List<Rewriting> in,
        List<Rewriting> inCaller) {
    private static final int USUAL_PRIORITY = 10;

    TrunkSettings {
        out = List.copyOf(out);
        outCaller = List.copyOf(outCaller);
        in = List.copyOf(in);
        inCaller = List.copyOf(inCaller);
    }

    /** Of a configuration that was checked; {@code usual} is what other calls are offered. */
    static TrunkSettings of(Config.Trunk config, MediaTerms usual) {
        List<AudioCodec> codecs = config.codecs().isEmpty() ? usual.audio() : config.codecs();
        MediaTerms.Digits digits =
                switch (config.dtmf().orElse(Config.Dtmf.AUTO)) {
                    case AUTO, RFC4733 -> MediaTerms.Digits.AUTO;
                    case INFO -> MediaTerms.Digits.SIGNALLED;
                    case INBAND -> MediaTerms.Digits.TONES;
                };
        MediaTerms terms = usual.withAudio(codecs)
                .withSrtp(config.srtp().orElse(usual.srtp()))
                .withDigits(digits);
        Config.Rewrite rewrite = config.rewrite();
        return new TrunkSettings(
                config,
                terms,
                read(rewrite.out()),
                read(rewrite.outCaller()),
                read(rewrite.in()),
                read(rewrite.inCaller()));
    }

    private static List<Rewriting> read(List<String> written) {
        return written.stream().map(Rewriting::of).toList();
    }

    String name() {
        return config.name();
    }

    boolean registers() {
        return config.mode() == Config.TrunkMode.REGISTER;
    }

    int priority() {
        return config.priority().orElse(USUAL_PRIORITY);
    }

    Keepalive keepalive() {
        return config.keepalive().orElse(Keepalive.USUAL);
    }

    /** What stands behind the {@code @} of its numbers. */
    String domain() {
        return config.domain().orElse(config.host().host());
    }

    /** Who is challenged is answered as that. */
    Optional<SipCredentials> credentials() {
        String user = config.authUsername().or(config::username).orElse("");
        return config.password().map(Secret::reveal).map(password -> new SipCredentials(user, password));
    }

    /** The proxy all its requests go by. */
    List<String> proxies() {
        return config.proxy().map(TrunkHost::uri).stream().toList();
    }

    /** Where its requests are sent first. */
    String nextHop() {
        return config.proxy().orElse(config.host()).uri();
    }

    /** A number of it as a URI. */
    String target(String number) {
        String host = config.domain().isPresent() && config.proxy().isPresent()
                ? config.domain().get()
                : config.host().toString();
        return "sip:" + SipHeaders.escaped(number) + "@" + host;
    }

    /** Whether the other says the same of how we stand with the other side, so that nothing need begin anew. */
    boolean sameLine(TrunkSettings other) {
        Config.Trunk was = config;
        Config.Trunk is = other.config;
        return was.mode() == is.mode()
                && was.host().equals(is.host())
                && was.proxy().equals(is.proxy())
                && was.domain().equals(is.domain())
                && was.username().equals(is.username())
                && was.authUsername().equals(is.authUsername())
                && was.password().equals(is.password())
                && was.expires().equals(is.expires())
                && was.tls().equals(is.tls())
                && keepalive().equals(other.keepalive());
    }
}
