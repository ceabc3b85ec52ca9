package tandem.sip;

import java.net.InetSocketAddress;

/** Hears of every message that travels, for ladders; repeated ones too. On the signalling loop; must be cheap. */
public interface SipTrace {
    /** Nobody listens. */
    SipTrace NONE = new SipTrace() {
        @Override
        public boolean listens() {
            return false;
        }

        @Override
        public void onSent(
                String callId, long epochMs, InetSocketAddress from, InetSocketAddress to, String firstLine) {}

        @Override
        public void onReceived(
                String callId, long epochMs, InetSocketAddress from, InetSocketAddress to, String firstLine) {}
    };

    /** Whether it is worth the trouble to tell it anything. */
    default boolean listens() {
        return true;
    }

    /** A message left; {@code firstLine} is its start line, {@code from} is our address. */
    void onSent(String callId, long epochMs, InetSocketAddress from, InetSocketAddress to, String firstLine);

    /** A message came; {@code firstLine} is its start line, {@code to} is our address. */
    void onReceived(String callId, long epochMs, InetSocketAddress from, InetSocketAddress to, String firstLine);
}
