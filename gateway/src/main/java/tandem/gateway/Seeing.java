package tandem.gateway;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import tandem.base.Loop;
import tandem.gateway.config.Config;
import tandem.gateway.config.Secret;
import tandem.gateway.records.Captures;
import tandem.gateway.records.HepExport;
import tandem.gateway.sip.Ladders;
import tandem.gateway.sip.MessageCopies;
import tandem.sip.SipTrace;

/** What shows the signalling to people: ladders, captures, and copies for Homer where they are wanted. */
final class Seeing implements AutoCloseable {
    private static final int LADDERS = 4_000;
    private static final String CAPTURES = "captures";

    private final Ladders ladders = new Ladders(LADDERS);
    private final Captures captures;
    private final Optional<HepExport> hep;
    private final MessageCopies copies;

    Seeing(Loop loop, Config.Sip sip, Path data) {
        captures = new Captures(loop, ladders, data.resolve(CAPTURES));
        hep = sip.hep()
                .place()
                .map(place -> HepExport.to(
                        new HepExport.Target(
                                place.tcp(),
                                place.host(),
                                place.port(),
                                sip.hepId(),
                                sip.hepPassword().map(Secret::reveal)),
                        loop.clock()));
        List<MessageCopies.Taker> takers = new ArrayList<>(List.of(captures));
        hep.ifPresent(takers::add);
        copies = new MessageCopies(loop, ladders, takers);
    }

    Ladders ladders() {
        return ladders;
    }

    Captures captures() {
        return captures;
    }

    Optional<HepExport> hep() {
        return hep;
    }

    /** Whom the SIP stack tells of its messages. */
    SipTrace trace() {
        return copies;
    }

    @Override
    public void close() {
        hep.ifPresent(HepExport::close);
    }
}
