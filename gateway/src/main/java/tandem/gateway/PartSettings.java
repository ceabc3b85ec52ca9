package tandem.gateway;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import tandem.base.Loop;
import tandem.base.OutsideAddress;
import tandem.call.CallSettings;
import tandem.gateway.config.Config;
import tandem.gateway.config.ConfigException;
import tandem.gateway.config.Loaded;
import tandem.gateway.config.Networks;
import tandem.gateway.config.Secret;
import tandem.gateway.config.TlsTrust;
import tandem.gateway.records.Database;
import tandem.gateway.records.Storage;
import tandem.gateway.registrar.Account;
import tandem.media.Direction;
import tandem.media.MediaTerms;
import tandem.media.Prompt;
import tandem.media.VideoTerms;
import tandem.media.desk.MediaSettings;
import tandem.sip.SipSettings;
import tandem.sip.SipTls;
import tandem.sip.SipTrust;
import tandem.webrtc.FullSettings;
import tandem.webrtc.IceSettings;

/** What the configuration means to each part of the gateway. */
final class PartSettings {

    private PartSettings() {}

    /** The media desk. */
    static MediaSettings media(Loaded loaded, OutsideAddress outside) {
        Config.Media media = loaded.config().media();
        MediaSettings settings = MediaSettings.of(
                        media.bind(), media.ports().first(), media.ports().last())
                .withSpeakers(media.speakers())
                .withOutside(outside);
        return media.holdMusic()
                .file()
                .map(loaded::resolve)
                .map(settings::withHoldMusic)
                .orElse(settings);
    }

    /** As what SIP and media are seen from outside. */
    static OutsideAddresses outside(Config config, Loop loop) {
        return new OutsideAddresses(
                loop,
                config.sip().publicAddress(),
                config.media().publicAddress(),
                config.media().bind(),
                new SecureRandom());
    }

    /** ICE for a gateway that browsers reach by itself. */
    static IceSettings iceLite(Config config, OutsideAddress outside) {
        return new IceSettings(
                config.media().bind(),
                outside,
                config.webrtc().port(),
                config.webrtc().tcp());
    }

    /** ICE for one behind NAT. */
    static FullSettings iceFull(Config config) {
        return new FullSettings(config.media().bind(), config.webrtc().servers());
    }

    /** Codecs and protection. */
    static MediaTerms terms(Config config) {
        return new MediaTerms(
                        config.media().audio(),
                        Direction.SENDRECV,
                        config.media().srtp())
                .withVideo(new VideoTerms(config.media().video()));
    }

    /** The accounts of devices. */
    static List<Account> accounts(Config config) {
        return config.devices().stream()
                .map(device -> new Account(device.user(), device.password().reveal(), device.name()))
                .toList();
    }

    /** What devices are asked for their password by, as phones show it: a domain of ours. */
    static String realm(Config config) {
        return config.sip().domains().stream().findFirst().orElse("tandem");
    }

    /** By which algorithms. */
    static List<String> algorithms(Config config) {
        return config.access().digest().stream()
                .map(algorithm -> switch (algorithm) {
                    case MD5 -> "MD5";
                    case SHA_256 -> "SHA-256";
                })
                .toList();
    }

    /** How calls are treated. */
    static CallSettings calls(Config config, OpenRooms rooms, MediaTerms terms) {
        return new CallSettings(
                rooms,
                rooms,
                Networks.guests(config.access().guests()),
                config.access().maxCalls(),
                terms,
                config.media().language(),
                holdMusic(config),
                CallSettings.Times.USUAL);
    }

    private static List<Prompt> holdMusic(Config config) {
        return config.media().holdMusic().off() ? List.of() : List.of(Prompt.HOLD_MUSIC);
    }

    /** The SIP stack. */
    static SipSettings sip(Loaded loaded, OutsideAddress outside) {
        Config.Sip sip = loaded.config().sip();
        List<InetSocketAddress> dns = sip.dns().equals(List.of("system"))
                ? List.of()
                : sip.dns().stream().map(Networks::nameServer).toList();
        return new SipSettings(
                sip.udp().address(),
                sip.tcp().address(),
                sip.tls().address(),
                sip.certificate().map(loaded::resolve),
                sip.key().map(loaded::resolve),
                trust(loaded),
                outside,
                sip.domains(),
                dns,
                "Tandem", // without a version: strangers are told it too
                SipSettings.Limits.USUAL);
    }

    /** What is shown and believed on TLS connections to trunks that have their own; reads the files. */
    static Map<String, SipTls> trunkTls(Loaded loaded) throws ConfigException {
        Map<String, SipTls> byHost = new HashMap<>();
        List<Config.Trunk> trunks = loaded.config().trunks();
        for (int i = 0; i < trunks.size(); i++) {
            Config.TrunkTls tls = trunks.get(i).tls();
            if (tls.certificate().isPresent() || tls.trust().isPresent()) {
                byHost.put(
                        trunks.get(i).proxy().orElse(trunks.get(i).host()).host(),
                        trunkTls(loaded, tls, "trunks[" + i + "].tls"));
            }
        }
        return byHost;
    }

    /** What the trunk does not say is as {@code sip} says. */
    private static SipTls trunkTls(Loaded loaded, Config.TrunkTls tls, String key) throws ConfigException {
        Config.Sip sip = loaded.config().sip();
        boolean own = tls.certificate().isPresent();
        try {
            return SipTls.of(
                    (own ? tls.certificate() : sip.certificate()).map(loaded::resolve),
                    (own ? tls.key() : sip.key()).map(loaded::resolve),
                    trust(loaded, tls.trust().orElse(sip.tlsTrust())));
        } catch (IOException unusable) {
            throw new ConfigException(List.of(loaded.origins().fault(key, String.valueOf(unusable.getMessage()))));
        }
    }

    private static SipTrust trust(Loaded loaded) {
        return trust(loaded, loaded.config().sip().tlsTrust());
    }

    private static SipTrust trust(Loaded loaded, TlsTrust trust) {
        if (trust.any()) {
            return new SipTrust.Anybody();
        }
        return trust.file()
                .map(loaded::resolve)
                .<SipTrust>map(SipTrust.Authorities::new)
                .orElse(new SipTrust.KnownAuthorities());
    }

    /** Where records go. */
    static Storage storage(Config config, Path data) {
        Config.Database database = config.database();
        return database.url().startsWith(Storage.Postgres.PREFIX)
                ? new Storage.Postgres(
                        database.url(), database.username(), database.password().map(Secret::reveal))
                : Database.file(data);
    }

    /** What we call ourselves in From, whoever is called: a domain of ours. */
    static Optional<String> ownHost(Config config) {
        return config.sip().domains().stream().findFirst();
    }

    /** The address SIP is bound to, where it is one. */
    static InetAddress sipBind(Config config) {
        return config.sip()
                .udp()
                .address()
                .or(config.sip().tcp()::address)
                .map(InetSocketAddress::getAddress)
                .orElseGet(() -> new InetSocketAddress(0).getAddress());
    }
}
