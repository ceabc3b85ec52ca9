package tandem.gateway.trunks;

import java.net.InetAddress;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import tandem.sip.SipAsk;
import tandem.sip.SipAskEvents;
import tandem.sip.SipAsking;
import tandem.sip.SipCredentials;
import tandem.sip.SipSeries;
import tandem.sip.SipStack;
import tandem.sip.SipWay;

/** What trunks need of the SIP stack. */
interface Signalling {
    /** See {@link SipStack#series}. */
    SipSeries series(Optional<SipCredentials> credentials);

    /** See {@link SipStack#send(SipAsk, SipSeries, SipAskEvents)}. */
    SipAsking send(SipAsk ask, SipSeries series, SipAskEvents events);

    /** See {@link SipStack#keepAlive}. */
    void keepAlive(SipWay way, Consumer<Optional<String>> then);

    /** See {@link SipStack#addresses}. */
    void addresses(String uri, Consumer<List<InetAddress>> then);

    /** That of a stack. */
    static Signalling of(SipStack stack) {
        return new Signalling() {
            @Override
            public SipSeries series(Optional<SipCredentials> credentials) {
                return stack.series(credentials);
            }

            @Override
            public SipAsking send(SipAsk ask, SipSeries series, SipAskEvents events) {
                return stack.send(ask, series, events);
            }

            @Override
            public void keepAlive(SipWay way, Consumer<Optional<String>> then) {
                stack.keepAlive(way, then);
            }

            @Override
            public void addresses(String uri, Consumer<List<InetAddress>> then) {
                stack.addresses(uri, then);
            }
        };
    }
}
