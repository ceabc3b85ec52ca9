package tandem.sip.dialog;

import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;
import tandem.sip.SipCredentials;
import tandem.sip.message.Request;
import tandem.sip.message.Response;

/** Answers the challenges of a server (401) and of a proxy before it (407) with one account's credentials. */
final class Authenticator {
    private final SipCredentials credentials;
    private final RandomGenerator random;
    private @Nullable DigestClient server;
    private @Nullable DigestClient proxy;

    Authenticator(SipCredentials credentials, RandomGenerator random) {
        this.credentials = credentials;
        this.random = random;
    }

    /** Takes a 401 or 407; whether it makes sense to send the request again. */
    boolean challenged(Response response) {
        boolean byProxy = response.status() == 407;
        DigestClient client = byProxy ? proxy : server;
        if (client == null) {
            client = new DigestClient(credentials, random);
        }
        if (byProxy) {
            proxy = client;
        } else {
            server = client;
        }
        return client.challenged(response.headers(byProxy ? "Proxy-Authenticate" : "WWW-Authenticate"));
    }

    /** The request was not challenged again. */
    void accepted() {
        if (server != null) {
            server.accepted();
        }
        if (proxy != null) {
            proxy.accepted();
        }
    }

    /** Writes what is known into a request about to be sent. */
    void authorize(Request request) {
        if (server != null) {
            server.authorization(request.method(), request.uri())
                    .ifPresent(value -> request.set("Authorization", value));
        }
        if (proxy != null) {
            proxy.authorization(request.method(), request.uri())
                    .ifPresent(value -> request.set("Proxy-Authorization", value));
        }
    }
}
