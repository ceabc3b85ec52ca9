package tandem.media;

import java.util.List;

/** A room's audio: everybody hears everybody but himself. Ordered from the signalling loop. */
public interface Mix {
    /** Plays to everybody in the room, mixed over the talk. */
    void play(List<Prompt> prompts);

    /** Ends the mix; sessions still in it hear nothing until they join another. */
    void close();
}
