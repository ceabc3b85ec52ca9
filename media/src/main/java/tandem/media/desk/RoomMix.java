package tandem.media.desk;

import java.util.ArrayList;
import java.util.List;
import tandem.media.Mix;
import tandem.media.Prompt;
import tandem.media.codec.AudioCodecs;
import tandem.media.mix.Mixer;
import tandem.media.prompts.PromptPlayer;

/** A room's audio: orders from the signalling loop for a mixer that lives on a media loop. */
final class RoomMix implements Mix {
    private final MediaLoop loop;
    private final Room room;
    private final RtpDesk desk;
    private boolean closed;

    RoomMix(RtpDesk desk, MediaLoop loop, String name, int speakers) {
        this.desk = desk;
        this.loop = loop;
        this.room = new Room(name, loop, new Mixer(speakers, AudioCodecs::encoder));
        desk.order(loop, room::open);
    }

    /** The loop it lives on. */
    MediaLoop loop() {
        return loop;
    }

    /** What lives there; to be touched there only. */
    Room room() {
        return room;
    }

    boolean closed() {
        return closed;
    }

    @Override
    public void play(List<Prompt> prompts) {
        List<Prompt> said = List.copyOf(prompts);
        desk.order(loop, () -> room.mixer().play(new PromptPlayer(said, false, desk.recordings())));
    }

    @Override
    public void close() {
        if (closed) {
            return;
        }
        closed = true;
        desk.closed(this);
        desk.order(loop, room::close);
    }

    /** The media loop's part. */
    static final class Room implements MediaLoop.Ticked {
        private final String name;
        private final MediaLoop loop;
        private final Mixer mixer;
        private final List<Mixing> members = new ArrayList<>();
        private boolean closed;

        Room(String name, MediaLoop loop, Mixer mixer) {
            this.name = name;
            this.loop = loop;
            this.mixer = mixer;
        }

        void open() {
            loop.tickOn(this);
        }

        Mixer mixer() {
            return mixer;
        }

        /** A place in it for that session; none where the room is over. */
        Flow seat(MediaPath path) {
            return closed ? Flow.PARKED : new Mixing(path, this);
        }

        void add(Mixing member) {
            members.add(member);
        }

        void remove(Mixing member) {
            members.remove(member);
        }

        void close() {
            closed = true;
            loop.tickOff(this);
            for (Mixing member : List.copyOf(members)) {
                member.path().flow(Flow.PARKED);
            }
            mixer.close();
        }

        @Override
        public void tick(long dueNs) {
            if (mixer.size() > 0) {
                mixer.tick(dueNs);
            } else {
                mixer.sweep(dueNs);
            }
        }

        @Override
        public String toString() {
            return "Mixer(" + name + ")";
        }
    }
}
