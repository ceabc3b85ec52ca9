package tandem.gateway.http;

import java.io.IOException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.cert.Certificate;
import java.security.cert.X509Certificate;
import java.util.List;
import javax.net.ssl.SSLException;
import tandem.base.PemFiles;

/** Who we are over HTTPS: a private key and its certificate with its chain. */
public final class HttpsIdentity {
    static final String PASSWORD = ""; // of a key store that is never written

    private final PrivateKey key;
    private final List<X509Certificate> chain;

    private HttpsIdentity(PrivateKey key, List<X509Certificate> chain) {
        this.key = key;
        this.chain = chain;
    }

    /** What stands in those PEM files. What is thrown says which of the two is wrong: {@link CannotListen}. */
    public static HttpsIdentity read(Path certificate, Path key) {
        List<X509Certificate> chain;
        try {
            chain = PemFiles.certificates(certificate);
        } catch (SSLException wrong) {
            throw new CannotListen("http.certificate", String.valueOf(wrong.getMessage()), wrong);
        }
        try {
            PrivateKey ours = PemFiles.key(key);
            if (!PemFiles.together(ours, chain.getFirst())) {
                throw new CannotListen("http.key", key + " is not the key of the certificate in " + certificate);
            }
            return new HttpsIdentity(ours, chain);
        } catch (SSLException wrong) {
            throw new CannotListen("http.key", String.valueOf(wrong.getMessage()), wrong);
        }
    }

    X509Certificate certificate() {
        return chain.getFirst();
    }

    KeyStore keyStore() {
        try {
            KeyStore store = KeyStore.getInstance("PKCS12");
            store.load(null, PASSWORD.toCharArray());
            store.setKeyEntry("tandem", key, PASSWORD.toCharArray(), chain.toArray(new Certificate[0]));
            return store;
        } catch (GeneralSecurityException | IOException impossible) {
            throw new IllegalStateException("no key store in this Java", impossible);
        }
    }
}
