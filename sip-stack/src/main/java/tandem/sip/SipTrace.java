package tandem.sip;

/** Hears of every message that travels, for ladders and copies; repeated ones and those we refuse too. On the signalling loop; must be cheap. */
public interface SipTrace {
    /** Nobody listens. */
    SipTrace NONE = new SipTrace() {
        @Override
        public boolean listens() {
            return false;
        }

        @Override
        public void onMessage(SipTraced message) {}
    };

    /** Whether it is worth the trouble to tell it anything. */
    default boolean listens() {
        return true;
    }

    /** A message left, or came and could be read as far as its Call-ID. */
    void onMessage(SipTraced message);
}
