package tandem.gateway.sip;

import tandem.sip.SipOutgoing;

/** What a call that goes out by a trunk has of its own. */
public interface Outlet {
    /** The trunk's name. */
    String name();

    /** The INVITE as it is to go; {@code ourHost} is what we call ourselves on the way there. */
    SipOutgoing dressed(SipOutgoing invite, String ourHost);

    /** The called side took the call. */
    void onAnswered();

    /** It is over. Comes once. */
    void onOver();
}
