package tandem.gateway.sip;

import java.util.List;
import java.util.function.Supplier;
import tandem.call.Arrival;
import tandem.sip.SipEvent;
import tandem.sip.SipRequest;

/** Who tells subscribers how rooms and devices stand (RFC 6665). On the signalling loop. */
public interface Subscribers {
    /** The event packages it tells of. */
    List<String> events();

    /** Whether it tells of that. */
    default boolean tell(SipEvent event) {
        return events().contains(event.name());
    }

    /** Somebody wishes to subscribe; an answer is owed. */
    void onSubscribe(Wish wish);

    /**
     * A SUBSCRIBE outside of dialogs, of one who has shown who it is.
     *
     * @param request to be answered
     * @param event what it is to
     * @param who its sender, as if it called what it subscribes to
     * @param calls the ids of the calls that the sender is in now, known by From and source address
     */
    record Wish(SipRequest request, SipEvent event, Arrival who, Supplier<List<String>> calls) {}
}
