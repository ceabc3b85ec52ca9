package tandem.media.desk;

/** What one media loop counted; written on it, read elsewhere as a hint. */
final class LoopCounters {
    long packets;
    long lost;
    long malformed;
    long notRtp;
    long strangers;
    long authFailures;
    long replays;
    long unknownPayload;
    long idle;
    long socketErrors;
    long bugs;
    /** Ticks begun when the next was already due. */
    long ticksLate;

    long ticksSkipped;
}
