package tandem.gateway.http;

import io.javalin.config.JettyConfig;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.eclipse.jetty.http.HttpVersion;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.HttpConnectionFactory;
import org.eclipse.jetty.server.SecureRequestCustomizer;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.server.SslConnectionFactory;
import org.eclipse.jetty.util.ssl.SslContextFactory;

/** Where the one server listens: HTTP, and HTTPS with TLS 1.2 and 1.3. Both speak HTTP/1.1, which WebSockets come over. */
final class Connectors {
    private static final long IDLE_MS = TimeUnit.SECONDS.toMillis(60);

    private final Optional<InetSocketAddress> plain;
    private final Optional<InetSocketAddress> secure;
    private final SslContextFactory.Server tls = new SslContextFactory.Server();
    private final Map<String, Opened> open = new LinkedHashMap<>();

    private record Opened(InetSocketAddress asked, ServerConnector connector) {
        InetSocketAddress bound() {
            return new InetSocketAddress(asked.getAddress(), connector.getLocalPort());
        }
    }

    Connectors(
            Optional<InetSocketAddress> plain, Optional<InetSocketAddress> secure, Optional<HttpsIdentity> identity) {
        this.plain = plain;
        this.secure = secure;
        tls.setIncludeProtocols("TLSv1.2", "TLSv1.3");
        identity.ifPresent(who -> present(tls, who));
    }

    private static void present(SslContextFactory to, HttpsIdentity identity) {
        to.setKeyStore(identity.keyStore());
        to.setKeyStorePassword(HttpsIdentity.PASSWORD);
    }

    /** Connections from now on are shown that identity; those that are open stay. */
    void renew(HttpsIdentity identity) {
        try {
            tls.reload(factory -> present(factory, identity));
        } catch (Exception refused) {
            throw new CannotListen("http.certificate", "cannot be used: " + refused.getMessage(), refused);
        }
    }

    /** Adds them to the server that is to be; each is bound at once, so that a failure is told by its key. */
    void add(JettyConfig jetty) {
        plain.ifPresent(address -> jetty.addConnector((server, http) ->
                bind("http", "http.listen", address, new ServerConnector(server, new HttpConnectionFactory(http)))));
        secure.ifPresent(address ->
                jetty.addConnector((server, http) -> bind("https", "http.tls", address, overTls(server, http))));
    }

    private ServerConnector overTls(Server server, HttpConfiguration http) {
        HttpConfiguration https = new HttpConfiguration(http);
        // whatever name a browser came by is answered: which ones are right is its certificate's business
        https.addCustomizer(new SecureRequestCustomizer(/* sniHostCheck= */ false));
        return new ServerConnector(
                server,
                new SslConnectionFactory(tls, HttpVersion.HTTP_1_1.asString()),
                new HttpConnectionFactory(https));
    }

    private ServerConnector bind(String name, String key, InetSocketAddress address, ServerConnector connector) {
        connector.setHost(address.getAddress().getHostAddress());
        connector.setPort(address.getPort());
        connector.setIdleTimeout(IDLE_MS);
        try {
            connector.open();
        } catch (IOException taken) {
            close();
            throw new CannotListen(key, String.valueOf(taken.getMessage()), taken);
        }
        open.put(name, new Opened(address, connector));
        return connector;
    }

    /** What is open. */
    List<Api.Bound> bound() {
        List<Api.Bound> bound = new ArrayList<>();
        open.forEach((name, opened) -> bound.add(
                new Api.Bound(name, opened.bound(), () -> opened.connector().isOpen())));
        return bound;
    }

    /** The port of HTTPS, where it is served. */
    Optional<Integer> securePort() {
        return Optional.ofNullable(open.get("https"))
                .map(opened -> opened.bound().getPort());
    }

    /** Closes what was opened for a server that does not come to run. */
    void close() {
        open.values().forEach(opened -> opened.connector().close());
    }
}
