package tandem.call;

import java.net.InetAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import tandem.media.MediaDesk;
import tandem.media.MediaEvents;
import tandem.media.MediaSession;
import tandem.media.Mix;
import tandem.media.Prompt;

/** A desk whose sessions negotiate and remember what they were ordered; nothing flows. */
final class FakeDesk implements MediaDesk {
    final List<FakeSession> sessions = new ArrayList<>();
    final List<String> calls = new ArrayList<>();
    final List<FakeMix> mixes = new ArrayList<>();
    int portsLeft = Integer.MAX_VALUE;

    @Override
    public MediaSession open(String call, InetAddress peer, boolean ice, Optional<Mix> room, MediaEvents events)
            throws MediaExhausted {
        calls.add(call);
        if (portsLeft-- <= 0) {
            throw new MediaExhausted("none left");
        }
        FakeSession session = new FakeSession(sessions.size() + 1, events);
        sessions.add(session);
        return session;
    }

    @Override
    public Mix openMix(String name) {
        FakeMix mix = new FakeMix(name);
        mixes.add(mix);
        return mix;
    }

    FakeSession last() {
        return sessions.getLast();
    }

    long open() {
        return sessions.stream().filter(s -> s.closed == 0).count();
    }

    /** A mix that remembers what it played. */
    static final class FakeMix implements Mix {
        final String name;
        final List<Prompt> played = new ArrayList<>();
        int closed;

        FakeMix(String name) {
            this.name = name;
        }

        @Override
        public void play(List<Prompt> prompts) {
            played.addAll(prompts);
        }

        @Override
        public void close() {
            closed++;
        }

        @Override
        public String toString() {
            return name;
        }
    }
}
