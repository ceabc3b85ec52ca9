package tandem.gateway;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tandem.base.Clock;
import tandem.base.Loop;
import tandem.gateway.config.Config;
import tandem.gateway.config.Loaded;
import tandem.gateway.http.CannotListen;
import tandem.gateway.http.HttpsIdentity;
import tandem.gateway.http.OwnCertificate;

/** Who we are over HTTPS: the operator's certificate, also when it is renewed on disk, else one of our own making. */
final class Certificate {
    private static final Logger log = LoggerFactory.getLogger(Certificate.class);

    private final Loaded loaded;

    /** The one that configuration asks for. */
    Certificate(Loaded loaded) {
        this.loaded = loaded;
    }

    /** As configured, else of our own making, which takes its time; empty where there is no HTTPS. */
    Optional<HttpsIdentity> read() {
        Config.Http http = loaded.config().http();
        if (!http.tls().on()) {
            return Optional.empty();
        }
        Path data = loaded.resolve(loaded.config().data());
        try {
            Optional<HttpsIdentity> given = given();
            return given.isPresent()
                    ? given
                    : Optional.of(OwnCertificate.of(
                            data, Instant.ofEpochMilli(Clock.system().epochMs())));
        } catch (IOException unwritable) {
            throw new CannotListen("data", StartFaults.unwritable(data, unwritable), unwritable);
        }
    }

    private Optional<HttpsIdentity> given() {
        Config.Http http = loaded.config().http();
        return http.certificate()
                .map(loaded::resolve)
                .flatMap(certificate ->
                        http.key().map(loaded::resolve).map(key -> HttpsIdentity.read(certificate, key)));
    }

    /** A certificate of the operator's that is renewed on disk is shown to the connections that come from then on. */
    void follow(Loop loop, Consumer<HttpsIdentity> renewed) {
        Config.Http http = loaded.config().http();
        if (http.tls().on() && http.certificate().isPresent() && http.key().isPresent()) {
            List<Path> files = Stream.concat(http.certificate().stream(), http.key().stream())
                    .map(loaded::resolve)
                    .toList();
            FileWatch watch = new FileWatch(loop, files, () -> {
                renew(renewed);
                return files;
            });
            loop.post(watch::begin);
        }
    }

    private void renew(Consumer<HttpsIdentity> renewed) {
        try {
            given().ifPresent(renewed);
            log.info("the certificate of HTTPS was renewed");
        } catch (CannotListen wrong) {
            log.error("{} is not taken, the certificate before still holds: {}", wrong.key(), wrong.getMessage());
        }
    }
}
