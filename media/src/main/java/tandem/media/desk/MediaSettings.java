package tandem.media.desk;

import java.net.InetAddress;
import java.util.Optional;

/**
 * How the media side is set up.
 *
 * @param bind the address sockets are bound to; a wildcard binds both IP versions where the machine has both
 * @param publicAddress what is described to peers instead of the local address they reach us by
 * @param firstPort lowest port of the RTP range
 * @param lastPort highest port of the RTP range
 * @param loops how many media threads
 * @param speakers how many are summed in a room
 * @param silenceLimitMs how long nothing may be heard before it is reported
 * @param gatherMicros how long a busy loop waits for more packets before it asks the kernel; 0 never
 */
public record MediaSettings(
        InetAddress bind,
        Optional<InetAddress> publicAddress,
        int firstPort,
        int lastPort,
        int loops,
        int speakers,
        long silenceLimitMs,
        int gatherMicros) {
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
                Optional.empty(),
                firstPort,
                lastPort,
                Runtime.getRuntime().availableProcessors(),
                USUAL_SPEAKERS,
                USUAL_SILENCE_MS,
                USUAL_GATHER_MICROS);
    }

    /** The same with another address described. */
    public MediaSettings withPublicAddress(InetAddress address) {
        return new MediaSettings(
                bind, Optional.of(address), firstPort, lastPort, loops, speakers, silenceLimitMs, gatherMicros);
    }

    /** The same with another number of threads. */
    public MediaSettings withLoops(int threads) {
        return new MediaSettings(
                bind, publicAddress, firstPort, lastPort, threads, speakers, silenceLimitMs, gatherMicros);
    }

    /** The same with another limit of silence. */
    public MediaSettings withSilenceLimitMs(long ms) {
        return new MediaSettings(bind, publicAddress, firstPort, lastPort, loops, speakers, ms, gatherMicros);
    }

    /** The same with another number of speakers summed. */
    public MediaSettings withSpeakers(int summed) {
        return new MediaSettings(bind, publicAddress, firstPort, lastPort, loops, summed, silenceLimitMs, gatherMicros);
    }

    /** The same with another pause to gather in. */
    public MediaSettings withGatherMicros(int micros) {
        return new MediaSettings(bind, publicAddress, firstPort, lastPort, loops, speakers, silenceLimitMs, micros);
    }
}
