package tandem.gateway;

import java.io.IOException;
import java.net.BindException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import tandem.gateway.config.Config;
import tandem.gateway.config.Listen;
import tandem.gateway.http.CannotListen;

/** Tells what kept a listener from starting by the key that is to be changed. */
final class StartFaults {
    private StartFaults() {}

    /** What keeps us from the folder {@code data}. */
    static String unwritable(Path data, IOException why) {
        return "cannot write to " + data + ": " + why.getMessage();
    }

    /** The key of the listener the failure is about, as far as its words tell. */
    static String key(Config config, String part, Throwable cause) {
        if (cause instanceof CannotListen cannot) {
            return cannot.key();
        }
        String why = message(cause);
        if (part.equals("media.ports") && why.contains("for browsers (ICE)")) {
            return why.startsWith("TCP") ? "webrtc.tcp-port" : "webrtc.port";
        }
        if (part.equals("media.ports") && noAddress(why)) {
            return "media.bind";
        }
        if (!part.equals("sip")) {
            return part;
        }
        Map<String, Listen> listeners = new LinkedHashMap<>();
        listeners.put("tls", config.sip().tls());
        listeners.put("tcp", config.sip().tcp());
        listeners.put("udp", config.sip().udp());
        String lower = why.toLowerCase(java.util.Locale.ROOT);
        if (config.sip()
                .tlsTrust()
                .file()
                .map(file -> why.contains(file.toString()))
                .orElse(false)) {
            return "sip.tls-trust";
        }
        if (lower.contains("certificate") || lower.contains("pem")) {
            return "sip.certificate";
        }
        if (lower.contains("private key")) {
            return "sip.key";
        }
        return listeners.entrySet().stream()
                .filter(entry -> entry.getValue().on() && lower.contains(entry.getKey()))
                .findFirst()
                .map(entry -> "sip." + entry.getKey())
                .orElse("sip");
    }

    /** What is wrong, and what would be right. */
    static String words(Config config, String key, Throwable cause) {
        String why = message(cause);
        if (!inUse(cause) || key.equals("media.ports")) {
            return why;
        }
        if (key.startsWith("webrtc.")) {
            return why + "; choose another port, or 0 for any";
        }
        if (key.equals("media.bind")) {
            return config.media().bind().getHostAddress()
                    + " is none of this machine's addresses; write 0.0.0.0 for all of them";
        }
        String address =
                switch (key) {
                    case "sip.udp" -> config.sip().udp().toString();
                    case "sip.tcp" -> config.sip().tcp().toString();
                    case "sip.tls" -> config.sip().tls().toString();
                    case "http.listen" -> config.http().listen().toString();
                    case "http.tls" -> config.http().tls().toString();
                    default -> why;
                };
        return address
                + " is in use by another program, or is none of this machine's addresses; choose another port, port 0"
                + " for any, or 'off'";
    }

    private static boolean noAddress(String why) {
        return why.toLowerCase(java.util.Locale.ROOT).contains("cannot assign");
    }

    private static boolean inUse(Throwable cause) {
        String why = message(cause).toLowerCase(java.util.Locale.ROOT);
        Throwable below = cause.getCause();
        return cause instanceof BindException
                || why.contains("in use")
                || noAddress(why)
                || (below != null && inUse(below));
    }

    private static String message(Throwable cause) {
        return cause.getMessage() == null ? cause.getClass().getSimpleName() : cause.getMessage();
    }
}
