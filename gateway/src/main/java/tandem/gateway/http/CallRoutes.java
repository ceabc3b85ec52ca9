package tandem.gateway.http;

import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import java.util.List;
import tandem.call.CallRecord;
import tandem.call.Calls;
import tandem.call.Cause;
import tandem.gateway.sip.Ladders;

/** {@code /v1/calls}, {@code /v1/trunks}, {@code /v1/devices} and {@code /v1/drain}. */
final class CallRoutes {
    private final Calls calls;
    private final Ladders ladders;
    private final Runnable drain;
    private final Asked asked;
    private final Json json;

    CallRoutes(Calls calls, Ladders ladders, Runnable drain, Asked asked, Json json) {
        this.calls = calls;
        this.ladders = ladders;
        this.drain = drain;
        this.asked = asked;
        this.json = json;
    }

    void add(RoutesConfig routes) {
        routes.get(
                "/v1/calls",
                context -> json.answer(
                        context,
                        200,
                        asked.of(calls::calls).stream().map(Views.CallView::of).toList()));
        routes.get(
                "/v1/calls/{id}",
                context -> json.answer(context, 200, Views.CallView.of(asked.of(() -> call(context)))));
        routes.delete("/v1/calls/{id}", this::hangup);
        routes.get("/v1/calls/{id}/ladder", context -> json.answer(context, 200, asked.of(() -> ladder(context))));
        routes.get("/v1/trunks", context -> json.answer(context, 200, List.of()));
        routes.get("/v1/devices", context -> json.answer(context, 200, List.of()));
        routes.post("/v1/drain", context -> {
            int up = asked.of(() -> {
                drain.run();
                return calls.active();
            });
            json.answer(context, 202, new Draining(up));
        });
    }

    private CallRecord call(Context context) {
        String id = context.pathParam("id");
        return calls.call(id).orElseThrow(() -> Problem.missing("there is no call " + id));
    }

    private List<Views.StepView> ladder(Context context) {
        return ladders.of(call(context).id()).stream().map(Views.StepView::of).toList();
    }

    private void hangup(Context context) {
        asked.done(() -> {
            CallRecord call = call(context);
            if (!calls.hangup(call.id(), Cause.REMOVED)) {
                throw Problem.conflict("the call has ended already");
            }
        });
        context.status(204);
    }

    /**
     * New calls are refused.
     *
     * @param calls that are still up
     */
    record Draining(int calls) {}
}
