package tandem.gateway.http;

import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import java.util.Optional;
import tandem.call.CallRecord;
import tandem.call.Calls;
import tandem.call.Cause;
import tandem.call.PinMask;
import tandem.call.Route;
import tandem.gateway.records.PastCalls;
import tandem.gateway.sip.Ladders;

/** What is done with calls, and {@code /v1/drain}. */
final class CallRoutes {
    private final Calls calls;
    private final CallListing listing;
    private final Ladders ladders;
    private final Runnable drain;
    private final Asked asked;
    private final Json json;

    CallRoutes(Calls calls, PastCalls past, Ladders ladders, Runnable drain, Asked asked, Json json) {
        this.calls = calls;
        this.listing = new CallListing(calls, past, asked, json);
        this.ladders = ladders;
        this.drain = drain;
        this.asked = asked;
        this.json = json;
    }

    void add(RoutesConfig routes) {
        listing.add(routes);
        routes.delete("/v1/calls/{id}", this::hangup);
        routes.post("/v1/calls/{id}/transfer", this::transfer);
        routes.get("/v1/calls/{id}/ladder", this::ladder);
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

    private void ladder(Context context) {
        String messages = Optional.ofNullable(context.queryParam("messages")).orElse("lines");
        if (!messages.equals("full") && !messages.equals("lines")) {
            throw Problem.wrong("messages is to be lines or full");
        }
        boolean full = messages.equals("full");
        String accept = Optional.ofNullable(context.header("Accept")).orElse("");
        if (accept.contains("text/plain") && !accept.contains("json")) {
            String drawn =
                    asked.of(() -> LadderDrawing.of(ladders.of(call(context).id()), full));
            context.contentType("text/plain; charset=utf-8").result(drawn);
        } else {
            json.answer(
                    context,
                    200,
                    asked.of(() -> ladders.of(call(context).id()).stream()
                            .map(step -> StepView.of(step, full))
                            .toList()));
        }
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

    private void transfer(Context context) {
        Fields fields = json.body(context);
        Optional<String> room = fields.text("room");
        Calls.Which which = fields.word("leg", Calls.Which.class).orElse(Calls.Which.CALLER);
        By by = fields.word("by", By.class).orElse(By.GATEWAY);
        if (fields.text("to").isPresent() == room.isPresent()) {
            throw Problem.wrong("one of 'to' and 'room' is to be given");
        }
        Optional<RoomFields.Whom> whom = room.isPresent() ? Optional.empty() : Optional.of(RoomFields.whom(fields));
        fields.end();
        Optional<String> address = whom.flatMap(RoomFields.Whom::address);
        if (by == By.REFER && address.isEmpty()) {
            throw Problem.wrong("'by': 'refer' needs an address in 'to': the party calls it itself");
        }
        Route route = whom.<Route>map(RoomFields.Whom::route).orElseGet(() -> new Route.ToRoom(room.orElseThrow()));
        String id = context.pathParam("id");
        asked.done(() -> {
            call(context);
            Optional<Cause> why = by == By.REFER
                    ? calls.handOver(id, which, address.orElseThrow())
                    : calls.transfer(id, which, route);
            why.ifPresent(cause -> {
                throw Problem.conflict("cannot be transferred: " + cause.words());
            });
        });
        context.header("Location", "/v1/calls/" + id);
        json.answer(
                context,
                202,
                new Transferring(
                        id,
                        whom.map(each -> PinMask.of(each.to())).or(() -> room).orElseThrow()));
    }

    /** Who makes the new call of a transfer. */
    enum By {
        GATEWAY,
        REFER
    }

    /**
     * A transfer that is under way.
     *
     * @param id of the call
     * @param to whom, or which room
     */
    record Transferring(String id, String to) {}

    /**
     * New calls are refused.
     *
     * @param calls that are still up
     */
    record Draining(int calls) {}
}
