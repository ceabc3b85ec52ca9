package tandem.sip.message;

import java.net.InetSocketAddress;
import java.nio.charset.Charset;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import tandem.sip.SipRequest;

/** A request, read or being built. */
public final class Request extends Message implements SipRequest, Reading {
    private static final InetSocketAddress NOWHERE = InetSocketAddress.createUnresolved("nowhere.invalid", 0);

    private final String method;
    private String uri;
    private @Nullable Uri parsed;
    private InetSocketAddress remote = NOWHERE;
    private String transport = "";

    /** A request to be built: no header field yet. */
    public Request(String method, String uri) {
        this.method = method;
        this.uri = uri;
    }

    Request(String method, String uri, List<Field> fields, byte[] content, Charset charset) {
        super(fields, content, charset);
        this.method = method;
        this.uri = uri;
    }

    /** A copy that can be changed without changing this one. */
    public Request copy() {
        Request copy = new Request(method, uri);
        for (String name : names()) {
            copy.copy(name, this);
        }
        body().ifPresent(copy::setBody);
        copy.at(remote, transport);
        return copy;
    }

    /** Notes where it came from, or goes to. */
    public Request at(InetSocketAddress remote, String transport) {
        this.remote = remote;
        this.transport = transport;
        return this;
    }

    @Override
    public String method() {
        return method;
    }

    @Override
    public String uri() {
        return uri;
    }

    /** Makes another URI the target. */
    public void setUri(String uri) {
        this.uri = uri;
        this.parsed = null;
    }

    /** The request URI taken apart; empty where it is none. */
    public Optional<Uri> target() {
        if (parsed == null) {
            parsed = Uri.read(uri).orElse(null);
        }
        return Optional.ofNullable(parsed);
    }

    @Override
    public String uriUser() {
        return target().map(Uri::plainUser).orElse("");
    }

    @Override
    public String uriHost() {
        return target().map(Uri::host).orElse("");
    }

    @Override
    public InetSocketAddress remote() {
        return remote;
    }

    @Override
    public String transport() {
        return transport;
    }

    @Override
    void appendStartLine(StringBuilder out) {
        out.append(method).append(' ').append(uri).append(" SIP/2.0\r\n");
    }
}
