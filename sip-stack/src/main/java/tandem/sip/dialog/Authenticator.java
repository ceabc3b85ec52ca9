package tandem.sip.dialog;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.random.RandomGenerator;
import tandem.sip.Body;
import tandem.sip.SipAnswer;
import tandem.sip.SipCredentials;
import tandem.sip.message.Request;
import tandem.sip.message.Response;

/**
 * Answers the challenges of servers (401) and of proxies before them (407) with one account's credentials: each realm by itself, all
 * that are known in every request (RFC 3261 22.2, 22.3).
 */
final class Authenticator {
    private static final int MOST_REALMS = 8;

    private final SipCredentials credentials;
    private final RandomGenerator random;
    private final Map<Realm, DigestClient> clients = new LinkedHashMap<>();

    private record Realm(boolean proxy, String name) {}

    Authenticator(SipCredentials credentials, RandomGenerator random) {
        this.credentials = credentials;
        this.random = random;
    }

    /** Takes a 401 or 407; GIVEN where it makes sense to send the request again. */
    SipAnswer.Digest challenged(Response response) {
        boolean proxy = response.status() == 407;
        Map<String, List<String>> byRealm = new LinkedHashMap<>();
        for (String value : response.headers(proxy ? "Proxy-Authenticate" : "WWW-Authenticate")) {
            DigestChallenge.read(value)
                    .ifPresent(read -> byRealm.computeIfAbsent(read.get("realm"), name -> new ArrayList<>(2))
                            .add(value));
        }
        SipAnswer.Digest outcome = SipAnswer.Digest.UNKNOWN;
        for (Map.Entry<String, List<String>> each : byRealm.entrySet()) {
            DigestClient client = client(new Realm(proxy, each.getKey()));
            if (client.challenged(each.getValue())) {
                outcome = outcome == SipAnswer.Digest.REFUSED ? outcome : SipAnswer.Digest.GIVEN;
            } else if (client.refused()) {
                outcome = SipAnswer.Digest.REFUSED;
            }
        }
        return outcome;
    }

    private DigestClient client(Realm realm) {
        DigestClient known = clients.get(realm);
        if (known != null) {
            return known;
        }
        if (clients.size() >= MOST_REALMS) {
            clients.remove(clients.keySet().iterator().next());
        }
        DigestClient client = new DigestClient(credentials, random);
        clients.put(realm, client);
        return client;
    }

    /** The request was not challenged again. */
    void accepted() {
        clients.values().forEach(DigestClient::accepted);
    }

    /** Writes what is known into a request about to be sent, its body set. */
    void authorize(Request request) {
        if (clients.isEmpty()) {
            return;
        }
        byte[] body = request.body().map(Body::octets).orElse(new byte[0]);
        clients.forEach((realm, client) -> client.authorization(request.method(), request.uri(), body)
                .ifPresent(value -> request.add(realm.proxy ? "Proxy-Authorization" : "Authorization", value)));
    }
}
