package tandem.call;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tandem.media.AudioCodec;
import tandem.media.MediaDescription;
import tandem.media.MediaTerms;

/** How those are dialled who are to be the second of two in a call. */
final class CalledSide implements Ringing.Dials {
    private static final Logger log = LoggerFactory.getLogger(CalledSide.class);

    private final Calls calls;
    private final Call call;
    private final Moves moves;

    CalledSide(Calls calls, Call call, Moves moves) {
        this.calls = calls;
        this.call = call;
        this.moves = moves;
    }

    @Override
    public String id() {
        return call.caller().id();
    }

    @Override
    public Optional<Duration> ring() {
        return call.leads().ring();
    }

    @Override
    public Optional<Party> open(Target target) {
        Party party = calls.outbound(id());
        party.media().terms(target.terms());
        if (!party.media().open(calls.desk(), target.peer(), target.offers(), Optional.empty())) {
            return Optional.empty();
        }
        party.become(new InCall(call));
        return Optional.of(party);
    }

    @Override
    public void dial(Party party, Target target, boolean alone) {
        if (alone) {
            call.called(party);
        }
        MediaDescription offer =
                target.offers() ? MediaDescription.EMPTY : party.media().offer(offerTerms(target.terms()));
        Arrival arrival = call.arrival();
        Outgoing outgoing = new Outgoing(
                id(),
                target.address(),
                target.callerUser().orElseGet(() -> Addresses.user(arrival.from())),
                arrival.displayName(),
                offer,
                arrival.carried(),
                moves.diverted(),
                arrival.hops());
        moves.calling(target.address());
        log.atDebug().addKeyValue("call", id()).log("dials {}", PinMask.of(target.address()));
        party.expected(target.arrival(id()));
        party.dialled(target.door().dial(outgoing, party), target.name());
        party.entry(call.caller().entry());
    }

    /** What the caller offered comes first, in its order, so that media can be relayed; then the rest, to be transcoded. */
    private MediaTerms offerTerms(MediaTerms terms) {
        List<AudioCodec> order = new ArrayList<>(call.wanted(call.arrival().offer()));
        if (call.caller().answered()) {
            call.caller().media().session().codec().ifPresent(order::addFirst);
        }
        order.retainAll(terms.audio());
        terms.audio().stream().filter(c -> !order.contains(c)).forEach(order::add);
        return terms.withAudio(order)
                .withVideo(call.negotiation().videoOf(call.caller()))
                .withDirection(call.negotiation().wishOf(call.caller()));
    }

    @Override
    public void failed(Cause why) {
        call.failed(why);
    }
}
