package tandem.gateway.registrar;

import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import tandem.sip.SipRequest;
import tandem.sip.message.Uri;

/** The headers of a 200 to REGISTER: every contact with what is left of it (RFC 3261 section 10.3, step 8). */
final class Granted {
    private static final DateTimeFormatter DATE =
            DateTimeFormatter.ofPattern("EEE, dd MMM yyyy HH:mm:ss 'GMT'", Locale.ROOT);

    private Granted() {}

    static Map<String, List<String>> headers(SipRequest request, List<Binding> bindings, long nowMs) {
        Map<String, List<String>> headers = new HashMap<>();
        boolean gruu = request.headers("Supported").stream().anyMatch("gruu"::equalsIgnoreCase);
        if (!bindings.isEmpty()) {
            headers.put(
                    "Contact",
                    bindings.stream()
                            .map(binding -> contact(binding, gruu ? gruu(request, binding) : "", nowMs))
                            .toList());
        }
        headers.put("Date", List.of(DATE.format(Instant.ofEpochMilli(nowMs).atOffset(ZoneOffset.UTC))));
        List<String> path = request.headers("Path");
        if (!path.isEmpty()) {
            headers.put("Path", path); // RFC 3327 section 5.3
        }
        boolean outbound = bindings.stream()
                .anyMatch(binding -> binding.regId() > 0 && binding.callId().equals(request.callId()));
        if (outbound && request.headers("Supported").stream().anyMatch("outbound"::equalsIgnoreCase)) {
            headers.put("Require", List.of("outbound")); // RFC 5626 section 6
        }
        return headers;
    }

    private static String contact(Binding binding, String gruu, long nowMs) {
        StringBuilder out = new StringBuilder(160)
                .append('<')
                .append(binding.contact())
                .append(">;expires=")
                .append(Math.max(1, (binding.expiresMs() - nowMs + 999) / 1_000));
        if (binding.q() < 1_000) {
            out.append(";q=").append(String.format(Locale.ROOT, "%.3f", binding.q() / 1_000.0));
        }
        binding.instance()
                .ifPresent(instance ->
                        out.append(";+sip.instance=\"").append(instance).append('"'));
        if (binding.regId() > 0) {
            out.append(";reg-id=").append(binding.regId());
        }
        if (!gruu.isEmpty()) {
            out.append(";pub-gruu=\"").append(gruu).append('"');
        }
        return out.toString();
    }

    /** RFC 5627 section 5.4: our address of the device, with its instance behind it. */
    private static String gruu(SipRequest request, Binding binding) {
        String instance = binding.instance()
                .map(text -> text.replace("<", "").replace(">", ""))
                .filter(text -> text.matches("[A-Za-z0-9:._-]{1,128}"))
                .orElse("");
        return Uri.read(request.uri())
                .filter(Uri::isSip)
                .filter(uri -> !instance.isEmpty())
                .map(uri -> uri.scheme() + ":"
                        + Uri.read(request.toUri()).map(Uri::user).orElse("") + "@" + uri.host()
                        + (uri.port() > 0 ? ":" + uri.port() : "") + ";gr=" + instance)
                .orElse("");
    }
}
