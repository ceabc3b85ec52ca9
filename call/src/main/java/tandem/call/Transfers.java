package tandem.call;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tandem.call.CallRecord.Link;

/**
 * Who is put through to whom. A transfer has the rights of whoever asks for it: where the dial plan would not let the asker dial, nobody
 * is put through. A transfer that fails leaves all as it was.
 */
final class Transfers {
    private static final Logger log = LoggerFactory.getLogger(Transfers.class);

    /** How often one call may be passed on: phones that forward to each other would never end. */
    private static final int MOST = 20;

    private final Calls calls;

    Transfers(Calls calls) {
        this.calls = calls;
    }

    /** One of two in a call asks. */
    void ask(Party by, Call in, Transfer wish) {
        Optional<Party> other = in.other(by).filter(o -> in.up() && !o.over() && o.answered());
        if (other.isEmpty()) {
            wish.asker().onFailed(Cause.UNAVAILABLE);
        } else if (by.entry().transferredAgain() > MOST) {
            wish.asker().onFailed(Cause.LOOP);
        } else if (wish.instead().isPresent()) {
            attended(by, in, other.get(), wish);
        } else {
            blind(by, in, other.get(), wish);
        }
    }

    private void blind(Party by, Call in, Party other, Transfer wish) {
        Arrival asWho = by.rights().dialling(wish.to(), wish.host());
        Route route = calls.leads(asWho);
        Optional<Cause> refused = refused(route);
        said(by, by.name() + " transfers " + other.name() + " to " + wish + outcome(refused), why(asWho));
        if (refused.isPresent()) {
            wish.asker().onFailed(refused.get());
            return;
        }
        wish.asker().onTrying();
        wish.instead()
                .ifPresent(waiting -> waiting.end(Cause.TRANSFERRED)); // nobody has answered it: it rings there anew
        Arrival rights = asWho.onBehalf(other.address(), other.name(), wish.carried());
        other.pin(wish.pin());
        Transferring sender = part(by, in, other, wish.asker());
        new PutThrough(calls, other, rights, sender).follow(route);
    }

    /** The other leaves the call, which is its own from now on; the asker waits for what comes of it. */
    private static Transferring part(Party by, Call in, Party other, Transfer.Asker asker) {
        in.release();
        other.entry().owner(other);
        Transferring sender = new Transferring(by, other, in, asker);
        by.become(sender);
        return sender;
    }

    /** Why it cannot be, where that is known before anybody is disturbed. */
    private Optional<Cause> refused(Route route) {
        return switch (route) {
            case Route.Refuse refuse -> Optional.of(refuse.cause());
            case Route.ToRoom to -> calls.refusal(to);
            case Route.Outward _, Route.Reception _, Route.Echo _, Route.Tone _ -> Optional.empty();
        };
    }

    private void said(Party by, Transfer wish, Party other, Optional<Cause> refused) {
        said(by, by.name() + " transfers " + other.name() + " to " + wish + outcome(refused), List::of);
    }

    private static String outcome(Optional<Cause> refused) {
        return refused.map(why -> ": refused, " + why.words()).orElse("");
    }

    private void said(Party by, String words, Supplier<List<String>> because) {
        log.atInfo().addKeyValue("call", by.id()).log("{}", words);
        calls.decided(
                by,
                Decision.About.TRANSFER,
                () -> Stream.concat(Stream.of(words), because.get().stream()).toList());
    }

    private Supplier<List<String>> why(Arrival asWho) {
        DialPlan plan = calls.settings().plan();
        Instant at = Instant.ofEpochMilli(calls.loop().clock().epochMs());
        return () -> plan.why(asWho, at);
    }

    private void attended(Party by, Call in, Party other, Transfer wish) {
        Party instead = wish.instead().orElseThrow();
        if (waits(instead) && by.rights().sameAs(instead.rights())) {
            blind(by, in, other, wish);
            return;
        }
        Optional<Cause> refused = refused(by, instead);
        said(by, wish, other, refused);
        if (refused.isPresent()) {
            wish.asker().onFailed(refused.get());
            return;
        }
        switch (instead.state()) {
            case InCall(Call there)
            when there.up() && there != in && there.other(instead).isPresent() -> {
                wish.asker().onTrying();
                Party far = there.other(instead).get();
                Transferring sender = part(by, in, other, wish.asker());
                there.release();
                instead.become(new Transferred());
                calls.move(far, other.entry(), Link.Kind.TRANSFERRED_TO);
                in.with(other, far).again();
                instead.end(Cause.TRANSFERRED);
                sender.onDone();
            }
            case InRoom(Participant place) -> intoPlace(by, in, other, place, wish.asker());
            case AtTheDoor(Participant place) -> intoPlace(by, in, other, place, wish.asker());
            default -> wish.asker().onFailed(Cause.GONE);
        }
    }

    private static void intoPlace(Party by, Call in, Party other, Participant place, Transfer.Asker asker) {
        asker.onTrying();
        Transferring sender = part(by, in, other, asker);
        takePlace(other, place);
        place.party().end(Cause.TRANSFERRED);
        sender.onDone();
    }

    private static boolean waits(Party party) {
        return party.state() instanceof InCall(Call there) && !there.up() && there.caller() == party;
    }

    /** The call that is to be joined must be the asker's own, or of its account. */
    private static Optional<Cause> refused(Party by, Party instead) {
        if (instead == by || instead.over() || !instead.answered()) {
            return Optional.of(Cause.GONE);
        }
        return by.rights().sameAs(instead.rights()) ? Optional.empty() : Optional.of(Cause.FORBIDDEN);
    }

    /** Comes into the room, or to its door, in another's place, who is out of it then and has yet to be told. */
    private static void takePlace(Party party, Participant place) {
        Room room = place.room();
        Party leaves = place.party();
        party.become(new OnItsOwn());
        party.media().openUp();
        if (place.presence() == Presence.IN) {
            room.join(party, Role.GUEST);
        } else {
            room.await(party, Role.GUEST, place.presence());
        }
        leaves.become(new Transferred());
        leaves.media().session().park();
        if (place.presence() == Presence.IN) {
            room.leaves(place);
        } else {
            room.door().leaves(place);
        }
    }

    /** One in a room asks that somebody be called into it; or, attended, that whom it talks with elsewhere come in its place. */
    void ask(Party by, Participant in, Transfer wish) {
        if (by.entry().transferredAgain() > MOST) {
            wish.asker().onFailed(Cause.LOOP);
        } else if (barred(in).isPresent()) {
            wish.asker().onFailed(barred(in).get());
        } else if (wish.instead().isPresent()) {
            bringIn(by, in, wish);
        } else {
            callIn(by, in, wish);
        }
    }

    /** Who is no host brings nobody in where nobody is let in unasked. */
    private static Optional<Cause> barred(Participant in) {
        Room room = in.room();
        boolean shut = room.locked() || room.settings().lobby() == Lobby.ALL;
        return in.role() != Role.HOST && shut ? Optional.of(Cause.ROOM_LOCKED) : Optional.empty();
    }

    private void callIn(Party by, Participant in, Transfer wish) {
        Arrival asWho = by.rights().dialling(wish.to(), wish.host());
        Route route = calls.leads(asWho);
        Optional<Cause> refused = route instanceof Route.Refuse refuse ? Optional.of(refuse.cause()) : Optional.empty();
        said(by, by.name() + " has " + wish + " called in" + outcome(refused), why(asWho));
        switch (route) {
            case Route.Outward _ when in.room().full() -> wish.asker().onFailed(Cause.ROOM_FULL);
            case Route.Outward outward -> {
                wish.asker().onTrying();
                Arrival rights = asWho.onBehalf(by.arrival().from(), by.name(), wish.carried());
                calls.dial(
                        in.room(),
                        outward,
                        new Invitation.Terms(Role.GUEST, "", told(by, wish.asker()), Optional.of(rights)));
            }
            case Route.Refuse refuse -> {
                wish.asker().onFailed(refuse.cause());
            }
            case Route.ToRoom _, Route.Reception _, Route.Echo _, Route.Tone _ ->
                wish.asker().onFailed(Cause.FORBIDDEN); // there is nobody there to come
        }
    }

    private Invitation.Outcome told(Party by, Transfer.Asker asker) {
        return new Invitation.Outcome() {
            @Override
            public void onRinging() {
                asker.onRinging();
            }

            @Override
            public void onCame(Participant participant) {
                calls.belongs(by, participant.party());
                asker.onDone();
            }

            @Override
            public void onFailed(Cause why) {
                asker.onFailed(Call.mapped(why));
            }
        };
    }

    private void bringIn(Party by, Participant in, Transfer wish) {
        Party instead = wish.instead().orElseThrow();
        Optional<Cause> refused = refused(by, instead);
        if (refused.isPresent()) {
            wish.asker().onFailed(refused.get());
            return;
        }
        if (instead.state() instanceof InCall(Call there)
                && there.up()
                && there.other(instead).isPresent()) {
            Party far = there.other(instead).get();
            said(by, wish, far, Optional.empty());
            wish.asker().onTrying();
            there.release();
            far.entry().owner(far);
            instead.become(new Transferred());
            takePlace(far, in);
            instead.end(Cause.TRANSFERRED);
            wish.asker().onDone();
            by.after(Transferring.GOODBYE_MS, () -> by.end(Cause.TRANSFERRED));
        } else {
            wish.asker().onFailed(Cause.GONE);
        }
    }

    /** Somebody has arrived to take that party's place: whoever the dial plan lets dial there may, and no other. */
    void replace(Party newcomer, Party instead) {
        said(newcomer, newcomer.name() + " comes in place of " + instead.name() + " in call " + instead.id(), List::of);
        if (watched(newcomer, instead)) {
            newcomer.end(Cause.FORBIDDEN);
            return;
        }
        switch (instead.state()) {
            case InCall(Call in) when !may(newcomer, in.arrival().to(), in.route()) -> newcomer.end(Cause.FORBIDDEN);
            case InCall(Call in) when in.rings(instead) -> in.pickUp(newcomer);
            case InCall(Call in)
            when in.up() && in.other(instead).isPresent() ->
                takeOver(newcomer, in, instead, in.other(instead).get());
            case InRoom(Participant place) -> replace(newcomer, place);
            case AtTheDoor(Participant place) -> replace(newcomer, place);
            default -> newcomer.end(Cause.GONE);
        }
    }

    /**
     * Whether that is a device's call which has been taken: how it is named everybody knows who watches the device, so that a name alone, by
     * which a ringing one may be picked up, gives no right to it.
     */
    private static boolean watched(Party newcomer, Party instead) {
        boolean taken = !(instead.state() instanceof InCall(Call in)) || in.up();
        return taken
                && instead.arrival().device().isPresent()
                && !newcomer.rights().sameAs(instead.rights());
    }

    private void replace(Party newcomer, Participant place) {
        Room room = place.room();
        if (!may(newcomer, room.name(), new Route.ToRoom(room.name())) || isKept(newcomer, place)) {
            newcomer.end(Cause.FORBIDDEN);
            return;
        }
        newcomer.leg().focus(!place.presence().waits());
        if (newcomer.answer(Optional.of(room.mix()))) {
            takePlace(newcomer, place);
            place.party().end(Cause.TRANSFERRED);
        }
    }

    /** Whether another's place would lead past a PIN, a lock or a lobby. */
    private static boolean isKept(Party newcomer, Participant place) {
        Room room = place.room();
        boolean shut = room.settings().guestsNeedPin()
                || room.locked()
                || room.settings().lobby() != Lobby.OFF;
        return shut && !newcomer.rights().sameAs(place.party().rights());
    }

    private boolean may(Party newcomer, String to, Route route) {
        Arrival asWho = newcomer.arrival().dialling(to, newcomer.arrival().host());
        return calls.settings().plan().route(asWho).equals(route);
    }

    private void takeOver(Party newcomer, Call in, Party instead, Party far) {
        Call next = in.with(newcomer, far);
        if (!next.answer(newcomer)) {
            return;
        }
        in.release();
        instead.become(new Transferred());
        calls.move(far, newcomer.entry(), Link.Kind.REPLACED_BY);
        next.again();
        instead.end(Cause.TRANSFERRED);
    }

    /** The administrator has a party put through there; why that cannot be, if it cannot. */
    Optional<Cause> order(Party party, Route route) {
        if (!(party.state() instanceof InRoom) && !(party.state() instanceof InCall)) {
            return Optional.of(Cause.UNAVAILABLE);
        }
        if (party.leg().shows()) {
            return Optional.of(Cause.FORBIDDEN); // its page shows a room
        }
        Optional<Cause> refused = refused(route);
        if (refused.isPresent()) {
            return refused;
        }
        Arrival rights = party.arrival().onBehalf(party.address(), party.name(), Map.of());
        return switch (party.state()) {
            case InCall(Call in)
            when in.up() && in.other(party).isPresent() -> {
                Party stays = in.other(party).get();
                Transferring sender = part(stays, in, party, Transfer.NOBODY);
                new PutThrough(calls, party, rights, sender).follow(route);
                yield Optional.empty();
            }
            case InRoom(Participant participant) -> {
                OutOfRoom sender = new OutOfRoom(participant);
                sender.leave();
                new PutThrough(calls, party, rights, sender).follow(route);
                yield Optional.empty();
            }
            default -> Optional.of(Cause.UNAVAILABLE);
        };
    }

    /** The administrator has a party call that address itself; why that cannot be, if it cannot. */
    Optional<Cause> handOver(Party party, String address) {
        boolean settled = party.state() instanceof InRoom || (party.state() instanceof InCall(Call in) && in.up());
        if (!settled) {
            return Optional.of(Cause.UNAVAILABLE);
        }
        HandOver told = new HandOver() {
            @Override
            public void onDone() {
                party.end(Cause.TRANSFERRED);
            }

            @Override
            public void onFailed(Cause why) {
                party.warn("was not handed over to " + PinMask.of(address) + ": " + why.words());
            }
        };
        return party.leg().handOver(address, told) ? Optional.empty() : Optional.of(Cause.FORBIDDEN);
    }
}
