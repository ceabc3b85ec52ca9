package tandem.gateway.http;

import io.javalin.config.RoutesConfig;
import java.util.List;
import java.util.function.Supplier;
import tandem.gateway.trunks.TrunkFacts;

/** {@code /v1/trunks}. */
final class TrunkRoutes {
    private final Supplier<List<TrunkFacts>> trunks;
    private final Asked asked;
    private final Json json;

    /** Of those, which are asked on the loop. */
    TrunkRoutes(Supplier<List<TrunkFacts>> trunks, Asked asked, Json json) {
        this.trunks = trunks;
        this.asked = asked;
        this.json = json;
    }

    void add(RoutesConfig routes) {
        routes.get(
                "/v1/trunks",
                context -> json.answer(
                        context,
                        200,
                        asked.of(trunks).stream().map(Views.TrunkView::of).toList()));
    }
}
