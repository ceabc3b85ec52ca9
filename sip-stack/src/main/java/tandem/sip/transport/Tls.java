package tandem.sip.transport;

import io.netty.buffer.ByteBufAllocator;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslContextBuilder;
import io.netty.handler.ssl.SslHandler;
import io.netty.handler.ssl.SslProvider;
import io.netty.handler.ssl.util.InsecureTrustManagerFactory;
import java.nio.file.Path;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.Optional;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLParameters;
import tandem.base.PemFiles;

/** TLS 1.2 and 1.3 of the JDK, as a server with our certificate and as a client that checks the peer's (RFC 5922). */
public final class Tls {
    private static final String[] PROTOCOLS = {"TLSv1.3", "TLSv1.2"};

    private final Optional<SslContext> server;
    private final SslContext client;
    private final boolean checksNames;
    private final Content content;

    /** What it was made of. */
    private record Content(
            List<X509Certificate> chain, Optional<PrivateKey> key, boolean anybody, List<X509Certificate> trusted) {}

    /**
     * What we show.
     *
     * @param certificate PEM chain, our own first
     * @param key PEM private key (PKCS 8, PKCS 1 or SEC 1) without a password
     */
    public record Identity(Path certificate, Path key) {}

    /** Whom connections of ours believe. */
    public sealed interface Trust {
        /** The authorities the system knows; names are checked. */
        record KnownAuthorities() implements Trust {}

        /** The authorities in that PEM file; names are checked. */
        record Authorities(Path file) implements Trust {}

        /** Anybody. */
        record Anybody() implements Trust {}

        /** The authorities the system knows. */
        static Trust system() {
            return new KnownAuthorities();
        }
    }

    private Tls(Optional<SslContext> server, SslContext client, Content content) {
        this.server = server;
        this.client = client;
        this.checksNames = !content.anybody;
        this.content = content;
    }

    /** Reads certificate, key and authorities; the exception's message names the file and what is wrong with it. */
    public static Tls of(Optional<Identity> identity, Trust trust) throws SSLException {
        Optional<SslContext> server = Optional.empty();
        SslContextBuilder client = SslContextBuilder.forClient();
        List<X509Certificate> shown = List.of();
        Optional<PrivateKey> signing = Optional.empty();
        if (identity.isPresent()) {
            Identity ours = identity.get();
            PrivateKey key = PemFiles.key(ours.key);
            shown = List.copyOf(PemFiles.certificates(ours.certificate));
            signing = Optional.of(key);
            X509Certificate[] chain = shown.toArray(new X509Certificate[0]);
            try {
                server = Optional.of(built(SslContextBuilder.forServer(key, chain)));
                client.keyManager(key, chain);
            } catch (IllegalArgumentException bad) {
                throw new SSLException(ours.certificate + " and " + ours.key + " do not go together", bad);
            }
        }
        List<X509Certificate> trusted = List.of();
        switch (trust) {
            case Trust.KnownAuthorities() -> {}
            case Trust.Anybody() -> client.trustManager(InsecureTrustManagerFactory.INSTANCE);
            case Trust.Authorities(Path file) -> {
                trusted = List.copyOf(PemFiles.certificates(file));
                client.trustManager(trusted);
            }
        }
        return new Tls(server, built(client), new Content(shown, signing, trust instanceof Trust.Anybody, trusted));
    }

    /** Whether connections that this makes show and believe what those of the other do. */
    boolean same(Tls other) {
        return content.equals(other.content);
    }

    private static SslContext built(SslContextBuilder builder) throws SSLException {
        return builder.sslProvider(SslProvider.JDK).protocols(PROTOCOLS).build();
    }

    /** For a connection that came in. */
    SslHandler accepting(ByteBufAllocator allocator) {
        return server.orElseThrow().newHandler(allocator);
    }

    /** For a connection of ours to that name. */
    SslHandler connecting(ByteBufAllocator allocator, Hop hop) {
        SslHandler handler =
                client.newHandler(allocator, hop.host(), hop.address().getPort());
        SSLParameters parameters = handler.engine().getSSLParameters();
        parameters.setEndpointIdentificationAlgorithm(checksNames ? "HTTPS" : "");
        handler.engine().setSSLParameters(parameters);
        return handler;
    }

    /** Whether a peer's certificate has to bear the name it was called by. */
    boolean checksNames() {
        return checksNames;
    }
}
