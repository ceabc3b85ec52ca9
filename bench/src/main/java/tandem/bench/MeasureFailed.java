package tandem.bench;

/** A measure that could not be taken, and why: a call that failed, media that did not flow. */
final class MeasureFailed extends RuntimeException {
    private static final long serialVersionUID = 1;

    MeasureFailed(String why) {
        super(why);
    }
}
