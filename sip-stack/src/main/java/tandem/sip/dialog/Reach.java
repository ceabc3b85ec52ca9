package tandem.sip.dialog;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import org.jspecify.annotations.Nullable;
import tandem.sip.message.Request;
import tandem.sip.message.Uri;
import tandem.sip.transaction.Path;

/**
 * Whether a peer's Contact can be reached as written, or only where its messages came from: phones behind address translation
 * write their inner address. RFC 3261 12.2.1.1 would have the Contact used whatever it says.
 */
final class Reach {
    private Reach() {}

    /** The caller sits right at the other end (no proxy between) and its Contact does not lead there. */
    static boolean isOnlyByItsSource(Request invite, Uri contact, Path back) {
        if (invite.has("Record-Route") || invite.headers("Via").size() != 1) {
            return false;
        }
        if (isFrames(back)
                || contact.host().endsWith(".invalid")
                || contact.params().has("ob")
                || isOurs(contact)) {
            return true; // a browser (RFC 7118 5), or a phone that asks for it (RFC 5626 4.3)
        }
        InetAddress source = back.remote().getAddress();
        InetAddress said = literal(contact.host());
        if (back.reliable() && said != null && said.equals(source)) {
            return true; // its own connection, which leads there already
        }
        return !isSource(literal(invite.topVia().host()), source) && !isSource(said, source);
    }

    /** Nobody can connect to a WebSocket client: what is for it goes by the socket it opened. */
    static boolean isFrames(Path path) {
        return path.transport().equals("WS") || path.transport().equals("WSS");
    }

    /** A GRUU (RFC 5627 4.4.1) is an address at us who gave it, which says of its holder's place nothing that we do not know. */
    static boolean isOurs(Uri contact) {
        return contact.params().has("gr");
    }

    private static boolean isSource(@Nullable InetAddress written, InetAddress source) {
        return written == null || written.equals(source);
    }

    /** The called party answered from a public address and names a private one. */
    static boolean isBehindNat(Uri contact, Path path) {
        InetAddress said = literal(contact.host());
        InetAddress source = path.remote().getAddress();
        return said != null
                && !said.equals(source)
                && said.isSiteLocalAddress()
                && !source.isSiteLocalAddress()
                && !source.isLoopbackAddress();
    }

    private static @Nullable InetAddress literal(String host) {
        char first = host.isEmpty() ? 'x' : host.charAt(0);
        if (first != '[' && (first < '0' || first > '9')) {
            return null;
        }
        try {
            return InetAddress.ofLiteral(first == '[' ? host.substring(1, host.length() - 1) : host);
        } catch (IllegalArgumentException name) {
            return null; // a name that begins with a digit
        }
    }

    /** Address and port as a URI has them. */
    static String hostPort(InetSocketAddress address) {
        String host = address.getAddress().getHostAddress();
        return (host.indexOf(':') >= 0 ? '[' + host + ']' : host) + ':' + address.getPort();
    }
}
