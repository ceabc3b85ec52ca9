package tandem.media.desk;

import tandem.media.rtp.Format;

/** What one session's receive path counted. */
final class PathCounters {
    long malformed;
    long notRtp;
    long keepAlives;
    long strangers;
    long unknownPayload;
    long notAuthentic;
    long replayed;
    long early;
    long unsent; // could not go: no address, no keys, no room in the kernel
    long sources;
    long signNs;
    long heardNs;
    Format lastHeard = Format.UNKNOWN;

    /** What was not believed, for whatever reason. */
    long dropped() {
        return malformed + notRtp + strangers + unknownPayload + notAuthentic + replayed + early;
    }

    @Override
    public String toString() {
        return malformed + " malformed, " + notRtp + " not RTP, " + keepAlives + " keep-alives, " + strangers
                + " of strangers, " + unknownPayload + " of unknown payload, " + notAuthentic + " not authentic, "
                + replayed + " replayed, " + early + " before the keys";
    }
}
