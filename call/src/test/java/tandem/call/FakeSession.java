package tandem.call;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import tandem.media.AudioCodec;
import tandem.media.Direction;
import tandem.media.Ice;
import tandem.media.MediaDescription;
import tandem.media.MediaEvents;
import tandem.media.MediaSession;
import tandem.media.MediaStats;
import tandem.media.MediaTerms;
import tandem.media.Mix;
import tandem.media.NegotiatedVideo;
import tandem.media.Prompt;

/** A session that negotiates codec and direction as RFC 3264 has it, and writes down its orders. */
final class FakeSession implements MediaSession {
    final int number;
    final MediaEvents events;
    final List<String> orders = new ArrayList<>();
    final List<String> wrongs = new ArrayList<>();
    final List<Ice.Candidate> candidates = new ArrayList<>();
    boolean takesEvents = true;
    boolean muted;
    boolean established;
    long packetsReceived;
    int closed;
    String flow = "nothing";
    private Optional<FakeSession> linked = Optional.empty();
    private MediaDescription local = MediaDescription.EMPTY;
    private MediaDescription remote = MediaDescription.EMPTY;
    private MediaDescription offered = MediaDescription.EMPTY;
    private Optional<AudioCodec> codec = Optional.empty();
    private Optional<NegotiatedVideo> video = Optional.empty();

    FakeSession(int number, MediaEvents events) {
        this.number = number;
        this.events = events;
    }

    @Override
    public MediaDescription offer(MediaTerms terms) {
        MediaDescription audio = Media.audio(terms.direction(), "127.0.0.1:" + (20_000 + 2 * number), terms.audio());
        offered = terms.video().none() ? audio : Media.withVideo(audio);
        return offered;
    }

    @Override
    public void offerAgain() {
        offered = local;
    }

    @Override
    public Optional<MediaDescription> answer(MediaDescription offer, MediaTerms terms) {
        Optional<AudioCodec> chosen =
                Media.codecs(offer).stream().filter(terms.audio()::contains).findFirst();
        if (chosen.isEmpty()) {
            return Optional.empty();
        }
        codec = chosen;
        remote = offer;
        Direction direction = Media.direction(offer).mirrored().and(terms.direction());
        local = Media.audio(direction, "127.0.0.1:" + (20_000 + 2 * number), List.of(chosen.get()));
        boolean sees = Media.hasVideo(offer) && !terms.video().none();
        local = sees ? Media.withVideo(local) : local;
        video = sees ? Optional.of(Media.VP8) : Optional.empty();
        return Optional.of(local);
    }

    @Override
    public void remoteCandidate(Ice.Candidate theirs) {
        candidates.add(theirs);
    }

    @Override
    public boolean accept(MediaDescription answer) {
        if (offered.isEmpty()) {
            wrongs.add("accept without an offer");
        }
        Optional<AudioCodec> chosen = Media.codecs(answer).stream()
                .filter(Media.codecs(offered)::contains)
                .findFirst();
        if (chosen.isEmpty()) {
            return false;
        }
        codec = chosen;
        remote = answer;
        local = offered;
        video = Media.hasVideo(offered) && Media.hasVideo(answer) ? Optional.of(Media.VP8) : Optional.empty();
        return true;
    }

    @Override
    public void rollBack() {
        offered = MediaDescription.EMPTY;
    }

    @Override
    public MediaDescription remote() {
        return remote;
    }

    @Override
    public MediaDescription local() {
        return local;
    }

    @Override
    public Optional<AudioCodec> codec() {
        return codec;
    }

    @Override
    public Optional<NegotiatedVideo> video() {
        return video;
    }

    @Override
    public void established() {
        established = true;
    }

    @Override
    public void join(Mix mix) {
        park();
        flow = "mix " + mix;
    }

    @Override
    public void mute(boolean on) {
        muted = on;
    }

    @Override
    public void connect(MediaSession other) {
        FakeSession its = (FakeSession) other;
        park();
        its.park();
        linked = Optional.of(its);
        its.linked = Optional.of(this);
        flow = "to " + its.number;
        its.flow = "to " + number;
    }

    @Override
    public void echo() {
        flow = "echo";
    }

    @Override
    public void park() {
        Optional<FakeSession> was = linked;
        linked = Optional.empty();
        was.ifPresent(FakeSession::park);
        flow = "nothing";
    }

    @Override
    public void play(List<Prompt> prompts, boolean loop) {
        prompts.forEach(prompt -> orders.add(
                switch (prompt) {
                    case Prompt.Recording recording -> recording.name() + (loop ? " for ever" : "");
                    case Prompt.Tone tone -> "tone " + Math.round(tone.hz()) + (loop ? " for ever" : "");
                    case Prompt.Silence _ -> "-";
                }));
    }

    @Override
    public void stopPlaying() {
        orders.add("hush");
    }

    @Override
    public void sendDigit(char digit, int durationMs) {
        orders.add("digit " + digit);
    }

    @Override
    public boolean sendsTelephoneEvents() {
        return takesEvents;
    }

    @Override
    public void digitBySignalling(char digit, int durationMs) {
        events.onDigit(digit, durationMs);
    }

    @Override
    public MediaStats stats() {
        return new MediaStats(
                codec.map(AudioCodec::encodingName).orElse(""),
                packetsReceived,
                0,
                0,
                0,
                0,
                -1,
                0,
                0,
                "",
                false,
                MediaStats.Overall.NONE);
    }

    @Override
    public void close() {
        closed++;
    }

    /** What was played and sent since this was last asked. */
    List<String> said() {
        List<String> said = List.copyOf(orders);
        orders.clear();
        return said;
    }
}
