package tandem.media.rtp;

/** One step of a receive path; it hands on what it lets through. Its text is its name and what follows it. */
public interface Step {
    /** Nothing follows. */
    Step END = new Step() {
        @Override
        public void take(Inbound in) {}

        @Override
        public String toString() {
            return "nothing";
        }
    };

    /** Takes one packet; what it needs of it, it copies. */
    void take(Inbound in);
}
