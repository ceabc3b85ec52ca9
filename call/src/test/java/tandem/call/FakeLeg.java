package tandem.call;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import tandem.media.Ice;
import tandem.media.MediaDescription;

/** A leg that writes down its orders, and which of them its protocol would not have stood. */
final class FakeLeg implements Leg {
    final List<String> orders = new ArrayList<>();
    final List<String> wrongs = new ArrayList<>();
    final Map<String, String> carried = new HashMap<>();
    final Map<String, String> carriedByPeer = new HashMap<>();
    final boolean inbound;
    final String address;
    LegEvents events;
    MediaDescription last = MediaDescription.EMPTY;
    String call;
    int hangups;
    boolean endedByPeer;
    boolean up;
    boolean shows;
    boolean acts = true;
    boolean owesUs;
    boolean weOwe;
    boolean chat;
    boolean asksPin;
    boolean focus;
    boolean answeredAsFocus;
    Optional<Cause> cause = Optional.empty();
    Optional<String> trunk = Optional.empty();

    final List<String> joined;

    FakeLeg(String address, boolean inbound, LegEvents events, List<String> joined) {
        this.joined = joined;
        this.call = ((Party) events).id();
        this.address = address;
        this.inbound = inbound;
        this.events = events;
    }

    @Override
    public Optional<String> trunk() {
        return trunk;
    }

    boolean over() {
        return hangups > 0 || endedByPeer;
    }

    @Override
    public void focus(boolean on) {
        focus = on;
    }

    @Override
    public void candidate(Ice.Candidate ours) {
        orders.add("candidate " + ours.type());
    }

    private void order(String text, MediaDescription description, boolean allowed) {
        if (over()) {
            return;
        }
        orders.add(description.isEmpty() ? text : text + " " + Media.text(description));
        last = description;
        if (!allowed) {
            wrongs.add(text + " after " + orders);
        }
    }

    @Override
    public void ring(Optional<MediaDescription> early) {
        order("ring", early.orElse(MediaDescription.EMPTY), inbound && !up);
    }

    @Override
    public void answer(MediaDescription local) {
        answeredAsFocus = focus;
        order("answer", local, inbound && !up);
        up = true;
    }

    @Override
    public void offer(MediaDescription local) {
        order("offer", local, up && !owesUs);
        owesUs = true;
    }

    @Override
    public void requestOffer() {
        order("request offer", MediaDescription.EMPTY, up && !owesUs);
    }

    @Override
    public void accept(MediaDescription local) {
        order("accept", local, weOwe);
        weOwe = false;
    }

    @Override
    public void refuse(Cause why) {
        order("refuse " + why, MediaDescription.EMPTY, weOwe);
        weOwe = false;
    }

    @Override
    public boolean askPin(boolean wrong, boolean optional) {
        if (asksPin) {
            order((wrong ? "wrong, pin?" : "pin?") + (optional ? " or none" : ""), MediaDescription.EMPTY, !up);
        }
        return asksPin;
    }

    @Override
    public void reply(Saying words) {
        order("reply " + words, MediaDescription.EMPTY, up && shows);
    }

    @Override
    public void carry(Map<String, String> headers) {
        carried.putAll(headers);
    }

    @Override
    public void sendDigit(char digit, int durationMs) {
        order("digit " + digit, MediaDescription.EMPTY, up);
    }

    @Override
    public void message(ChatMessage line) {
        order("message " + line.number() + " " + line.fromName() + ": " + line.text(), MediaDescription.EMPTY, chat);
    }

    @Override
    public void joins(String other) {
        joined.add(call + " -> " + other);
        call = other;
    }

    @Override
    public void hangup(Cause why) {
        if (endedByPeer) {
            wrongs.add("hangup after the end");
        }
        orders.add("hangup " + why);
        hangups++;
        cause = Optional.of(why);
    }

    @Override
    public Facts facts() {
        return new Facts(Protocol.SIP, address, "fake/1", carriedByPeer, chat);
    }

    // what the peer does

    void rings(MediaDescription early) {
        if (!over()) {
            events.onRinging(early.isEmpty() ? Optional.empty() : Optional.of(early));
        }
    }

    void answers(MediaDescription remote) {
        if (!over()) {
            up = true;
            events.onAnswered(remote);
        }
    }

    /** Takes a call that came without an offer with an offer of its own. */
    void answersWithOffer(MediaDescription remote) {
        weOwe = true;
        answers(remote);
    }

    void confirms() {
        if (!over()) {
            events.onConfirmed();
        }
    }

    void offers(MediaDescription remote) {
        if (!over()) {
            weOwe = true;
            events.onOffer(remote);
        }
    }

    void answersOffer(MediaDescription remote) {
        if (!over()) {
            owesUs = false;
            events.onAnswer(remote);
        }
    }

    void refusesOffer() {
        refusesOffer(Cause.MEDIA_REFUSED);
    }

    void refusesOffer(Cause why) {
        if (!over()) {
            owesUs = false;
            events.onOfferRefused(why);
        }
    }

    /** Its own offer comes while ours had not left: ours is taken back, then its own is told. */
    void crossesOffer(MediaDescription remote) {
        refusesOffer(Cause.GLARE);
        offers(remote);
    }

    void enters(String pin) {
        events.onPin(pin);
    }

    void presses(String keys) {
        keys.chars().forEach(c -> events.onDigit((char) c, 100));
    }

    void writes(String text) {
        events.onMessage(text);
    }

    void ends(Cause why) {
        if (!over()) {
            endedByPeer = true;
            cause = Optional.of(why);
            events.onEnded(why);
        }
    }

    /** The orders since this was last asked. */
    List<String> heard() {
        List<String> heard = List.copyOf(orders);
        orders.clear();
        return heard;
    }

    @Override
    public boolean acts() {
        return acts;
    }

    @Override
    public boolean shows() {
        return shows;
    }
}
