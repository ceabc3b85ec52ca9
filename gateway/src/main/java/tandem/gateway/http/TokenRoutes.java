package tandem.gateway.http;

import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import tandem.call.Pass;
import tandem.call.Role;

/** {@code /v1/tokens}: what lets a browser into one room. */
final class TokenRoutes {
    private static final Duration USUAL = Duration.ofHours(1);
    private static final Duration LONGEST = Duration.ofDays(30);

    private final Tokens tokens;
    private final Json json;

    TokenRoutes(Tokens tokens, Json json) {
        this.tokens = tokens;
        this.json = json;
    }

    void add(RoutesConfig routes) {
        routes.post("/v1/tokens", this::make);
    }

    private void make(Context context) {
        Fields fields = json.body(context);
        String room = RoomRoutes.name(fields.needed("room"), "room");
        Role role = fields.word("role", Role.class).orElse(Role.GUEST);
        Optional<String> name = fields.text("name").filter(text -> !text.isBlank());
        Duration lifetime = fields.text("lifetime").map(TokenRoutes::lifetime).orElse(USUAL);
        fields.end();
        Tokens.Made made = tokens.make(new Pass(room, role, name), lifetime);
        String url = "/r/" + URLEncoder.encode(room, StandardCharsets.UTF_8) + "?token=" + made.token();
        context.header("Cache-Control", "no-store");
        json.answer(context, 201, new Given(made.token(), made.expires(), url));
    }

    private static Duration lifetime(String text) {
        try {
            Duration lifetime = Duration.parse(text);
            if (lifetime.compareTo(Duration.ofSeconds(1)) >= 0 && lifetime.compareTo(LONGEST) <= 0) {
                return lifetime;
            }
        } catch (DateTimeException unreadable) {
            // said below
        }
        throw Problem.wrong("'lifetime' is to be an ISO 8601 duration from PT1S to P30D, such as PT1H");
    }

    /**
     * A token that was made.
     *
     * @param token itself
     * @param expiresAt when its time is over
     * @param url of the room's page with it
     */
    record Given(String token, Instant expiresAt, String url) {}
}
