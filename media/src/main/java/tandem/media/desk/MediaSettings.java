package tandem.media.desk;

import java.net.InetAddress;
import java.nio.file.Path;
import java.util.Optional;
import tandem.base.OutsideAddress;

/**
 * How the media side is set up.
 *
 * @param bind the address sockets are bound to; a wildcard binds both IP versions where the machine has both
 * @param outside what is described to those outside instead of the local address
 * @param firstPort lowest port of the RTP range
 * @param lastPort highest port of the RTP range
 * @param loops how many media threads
 * @param speakers how many are summed in a room
 * @param silenceLimitMs how long nothing may be heard before it is reported
 * @param gatherMicros how long a busy loop waits for more packets before it asks the kernel; 0 never
 * @param holdMusic what a party on hold hears instead of ours, 16 kHz, 16 bits, mono
 */
public record MediaSettings(
        InetAddress bind,
        OutsideAddress outside,
        int firstPort,
        int lastPort,
        int loops,
        int speakers,
        long silenceLimitMs,
        int gatherMicros,
        Optional<Path> holdMusic) {
    /** Speakers summed where nothing is said. */
    public static final int USUAL_SPEAKERS = 8;

    /** Milliseconds of nothing before it is reported. */
    public static final long USUAL_SILENCE_MS = 60_000;

    /** Microseconds a busy loop gathers. */
    public static final int USUAL_GATHER_MICROS = 800;

    /** The usual settings for an address and a range, one loop a core. */
    public static MediaSettings of(InetAddress bind, int firstPort, int lastPort) {
        return new MediaSettings(
                bind,
                OutsideAddress.none(),
                firstPort,
                lastPort,
                Runtime.getRuntime().availableProcessors(),
                USUAL_SPEAKERS,
                USUAL_SILENCE_MS,
                USUAL_GATHER_MICROS,
                Optional.empty());
    }

    /** The same with another address described to those outside. */
    public MediaSettings withOutside(OutsideAddress address) {
        return new MediaSettings(
                bind, address, firstPort, lastPort, loops, speakers, silenceLimitMs, gatherMicros, holdMusic);
    }

    /** The same with another number of threads. */
    public MediaSettings withLoops(int threads) {
        return new MediaSettings(
                bind, outside, firstPort, lastPort, threads, speakers, silenceLimitMs, gatherMicros, holdMusic);
    }

    /** The same with another limit of silence. */
    public MediaSettings withSilenceLimitMs(long ms) {
        return new MediaSettings(bind, outside, firstPort, lastPort, loops, speakers, ms, gatherMicros, holdMusic);
    }

    /** The same with another number of speakers summed. */
    public MediaSettings withSpeakers(int summed) {
        return new MediaSettings(
                bind, outside, firstPort, lastPort, loops, summed, silenceLimitMs, gatherMicros, holdMusic);
    }

    /** The same with another pause to gather in. */
    public MediaSettings withGatherMicros(int micros) {
        return new MediaSettings(
                bind, outside, firstPort, lastPort, loops, speakers, silenceLimitMs, micros, holdMusic);
    }

    /** The same with that file as music for who is on hold. */
    public MediaSettings withHoldMusic(Path file) {
        return new MediaSettings(
                bind, outside, firstPort, lastPort, loops, speakers, silenceLimitMs, gatherMicros, Optional.of(file));
    }
}
