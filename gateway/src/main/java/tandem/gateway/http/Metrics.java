package tandem.gateway.http;

import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MultiGauge;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.binder.jvm.JvmMemoryMetrics;
import io.micrometer.core.instrument.binder.system.ProcessorMetrics;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.DoubleSupplier;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import java.util.function.ToLongFunction;
import tandem.base.StallMeter;
import tandem.call.CallCounters;
import tandem.call.Cause;
import tandem.call.Protocol;
import tandem.call.Way;
import tandem.gateway.guard.GuardCounters;
import tandem.gateway.guard.Reason;
import tandem.gateway.presence.PresenceCounters;
import tandem.gateway.records.HepExport;
import tandem.gateway.records.RecordsCounters;
import tandem.gateway.registrar.RegistrarCounters;
import tandem.gateway.trunks.TrunkFacts;
import tandem.media.desk.DeskCounters;
import tandem.sip.SipCounters;
import tandem.sip.SipStack;
import tandem.sip.transport.TransportCounters;
import tandem.webrtc.IceCounters;

/** The figures of {@code /metrics}, read when they are asked for. */
public final class Metrics {
    private static final double NS_IN_S = 1e9;

    private final PrometheusMeterRegistry registry = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
    private final Set<String> ended = ConcurrentHashMap.newKeySet();
    private final CallCounters calls;
    private Optional<TrunkRows> trunks = Optional.empty();

    /** The figures of those parts. */
    public Metrics(
            CallCounters calls, AtomicInteger rooms, SipStack stack, List<StallMeter> loops, DeskCounters media) {
        SipCounters sip = stack.counters();
        TransportCounters wire = stack.transportCounters();
        this.calls = calls;
        for (Protocol protocol : Protocol.values()) {
            for (Way way : Way.values()) {
                Gauge.builder("tandem.calls.active", calls, c -> c.active(protocol, way))
                        .tags(tags(protocol, way))
                        .description("calls up or ringing")
                        .register(registry);
            }
        }
        Gauge.builder("tandem.rooms.active", rooms, AtomicInteger::get)
                .description("rooms that are open")
                .register(registry);
        media(media);
        count(
                "tandem.sip.malformed",
                "SIP messages that could not be read",
                () -> wire.refused.get() + wire.dropped.get() + wire.garbage.get() + wire.broken.get());
        count("tandem.sip.refused", "SIP requests the stack refused", sip.refused::get);
        count("tandem.sip.retransmits", "SIP messages sent again", sip.retransmitsSent::get);
        count("tandem.sip.timeouts", "SIP requests without a response", sip.timeouts::get);
        count("tandem.wrong.pins", "wrong PINs entered", calls::wrongPins);
        count("tandem.bugs", "calls that ended by an error of the gateway", calls::bugs);
        loops.forEach(this::loop);
        new JvmMemoryMetrics().bindTo(registry);
        new ProcessorMetrics().bindTo(registry);
    }

    /** Those of tokens too. */
    public void tokens(Tokens tokens) {
        String refused = "tokens for rooms that were refused";
        count("tandem.tokens.refused", refused, Tags.of("reason", "wrong"), tokens::wrong);
        count("tandem.tokens.refused", refused, Tags.of("reason", "expired"), tokens::expired);
    }

    /** Those of browsers too: of their checks, and of frames of theirs that could not be taken. */
    public void browsers(IceCounters ice, LongSupplier malformedFrames) {
        String refused = "checks of browsers that were refused";
        count("tandem.ice.checks", "checks of browsers that were answered", ice::checks);
        count("tandem.ice.refused", refused, Tags.of("reason", "signature"), ice::refused);
        count("tandem.ice.refused", refused, Tags.of("reason", "malformed"), ice::malformed);
        count("tandem.ice.strangers", "datagrams from where no check has come from", ice::strangers);
        count("tandem.ice.dropped", "datagrams of browsers a full queue did not take", ice::dropped);
        count("tandem.room.frames.refused", "frames of browsers that could not be taken", malformedFrames);
    }

    /** Those of devices that register, and of who was kept out, too. */
    public void devices(RegistrarCounters registrar, GuardCounters guard) {
        Gauge.builder("tandem.devices.registered", registrar.devices, AtomicInteger::get)
                .description("devices that are registered")
                .register(registry);
        Gauge.builder("tandem.contacts.registered", registrar.contacts, AtomicInteger::get)
                .description("contacts that are registered")
                .register(registry);
        String registers = "REGISTER requests answered";
        count("tandem.registers", registers, Tags.of("outcome", "granted"), registrar.granted::get);
        count("tandem.registers", registers, Tags.of("outcome", "challenged"), registrar.challenged::get);
        count("tandem.registers", registers, Tags.of("outcome", "refused"), registrar.refused::get);
        count("tandem.registers.unstored", "REGISTER requests that could not be stored", registrar.unstored::get);
        for (Reason reason : Reason.values()) {
            count(
                    "tandem.guard.found",
                    "what strangers were found to do",
                    Tags.of("reason", reason.word()),
                    () -> guard.of(reason));
        }
        count("tandem.guard.unanswered", "SIP requests that were left without an answer", guard::unanswered);
    }

    /** Those of subscriptions too, and of NOTIFY requests by {@code told}. */
    public void subscriptions(List<String> events, PresenceCounters presence, LongSupplier told) {
        for (String event : events) {
            Gauge.builder("tandem.subscriptions.active", presence.active(event), AtomicInteger::get)
                    .tags("event", event)
                    .description("subscriptions that are told how rooms and devices stand")
                    .register(registry);
        }
        String subscribes = "SUBSCRIBE requests for a new subscription that were answered";
        count("tandem.subscribes", subscribes, Tags.of("outcome", "granted"), presence.granted::get);
        count("tandem.subscribes", subscribes, Tags.of("outcome", "refused"), presence.refused::get);
        count("tandem.notifies", "NOTIFY requests to subscriptions", told);
    }

    /** Those of copies for Homer too. */
    public void copies(HepExport hep) {
        count("tandem.hep.sent", "copies of SIP messages that were sent to Homer", hep::sent);
        count("tandem.hep.dropped", "copies of SIP messages that did not reach Homer", hep::dropped);
    }

    /** Those of trunks too; each trunk has rows of its own, as long as it is there. From any thread. */
    public void trunks(Supplier<List<TrunkFacts>> now) {
        trunks = Optional.of(new TrunkRows(now));
    }

    /** The gauges of trunks, which come and go. */
    private final class TrunkRows {
        private final Supplier<List<TrunkFacts>> now;
        private final MultiGauge up = MultiGauge.builder("tandem.trunk.up")
                .description("1 where calls can go out by the trunk")
                .register(registry);
        private final MultiGauge calls = MultiGauge.builder("tandem.trunk.calls")
                .description("calls up or ringing by the trunk")
                .register(registry);
        private final MultiGauge refused = MultiGauge.builder("tandem.trunk.refused")
                .description("calls the trunk did not let out since the start")
                .register(registry);

        TrunkRows(Supplier<List<TrunkFacts>> now) {
            this.now = now;
        }

        void read() {
            List<TrunkFacts> all = now.get();
            up.register(rows(all, trunk -> trunk.state().usable() ? 1 : 0), /* overwrite= */ true);
            calls.register(rows(all, TrunkFacts::calls), /* overwrite= */ true);
            refused.register(rows(all, TrunkFacts::refused), /* overwrite= */ true);
        }

        private static List<MultiGauge.Row<?>> rows(List<TrunkFacts> all, ToLongFunction<TrunkFacts> value) {
            List<MultiGauge.Row<?>> rows = new ArrayList<>();
            all.forEach(trunk -> rows.add(MultiGauge.Row.of(Tags.of("trunk", trunk.name()), value.applyAsLong(trunk))));
            return rows;
        }
    }

    /** The share of the processors by which calls are let in, too. */
    public void cpu(DoubleSupplier share) {
        // held by the metrics: the registry holds the object weakly
        Gauge.builder("tandem.cpu.share", this, metrics -> share.getAsDouble())
                .description("of all processors, what the gateway took in the last five seconds, 0 to 1")
                .register(registry);
    }

    /** Those of records too. */
    public void records(RecordsCounters records) {
        String dropped = "records of calls that were not written";
        count("tandem.records.written", "records that were written", records::written);
        count("tandem.records.dropped", dropped, Tags.of("reason", "full"), records::full);
        count("tandem.records.dropped", dropped, Tags.of("reason", "unwritable"), records::unwritable);
        count("tandem.records.dropped", dropped, Tags.of("reason", "refused"), records::refused);
        count("tandem.records.failures", "transactions that the database did not take", records::failures);
    }

    private void media(DeskCounters media) {
        String passed = "RTP packets received and believed, and sent";
        count("tandem.rtp.packets", passed, Tags.of("direction", "in"), media::received);
        count("tandem.rtp.packets", passed, Tags.of("direction", "out"), media::sent);
        count("tandem.rtp.lost", "RTP packets that should have come", Tags.of("direction", "in"), media::lost);
        count("tandem.rtp.dropped", "datagrams at RTP ports that were not believed", media::dropped);
        count("tandem.rtp.socket.errors", "errors of RTP sockets", media::socketErrors);
        count("tandem.media.late.ticks", "ticks of media loops that came 20 ms late or more", media::lateTicks);
        count("tandem.media.bugs", "packets, ticks and sessions lost by an error of the gateway", media::bugs);
    }

    private void loop(StallMeter meter) {
        Tags tags = Tags.of("loop", meter.loop());
        // a gauge, though it only rises: a counter's name would get an ending, and this one is promised without
        Gauge.builder("tandem.loop.stall.seconds", meter, m -> m.stalledNs() / NS_IN_S)
                .tags(tags)
                .description("time spent in turns over the limit")
                .register(registry);
        FunctionCounter.builder("tandem.loop.stalls", meter, StallMeter::stalls)
                .tags(tags)
                .description("turns over the limit")
                .register(registry);
    }

    private void count(String name, String description, LongSupplier value) {
        count(name, description, Tags.empty(), value);
    }

    private void count(String name, String description, Tags tags, LongSupplier value) {
        // the registry holds the object weakly: it must be one that lives, not the lambda
        FunctionCounter.builder(name, this, metrics -> value.getAsLong())
                .tags(tags)
                .description(description)
                .register(registry);
    }

    private static Tags tags(Protocol protocol, Way way) {
        return Tags.of("protocol", Views.word(protocol), "direction", Views.word(way));
    }

    /** The figures in the text format of Prometheus. From any thread. */
    String scrape() {
        trunks.ifPresent(TrunkRows::read);
        for (Protocol protocol : Protocol.values()) {
            for (Way way : Way.values()) {
                for (Cause cause : Cause.values()) {
                    countEnded(protocol, way, cause);
                }
            }
        }
        return registry.scrape();
    }

    /** A cause appears with the first call that ended so. */
    private void countEnded(Protocol protocol, Way way, Cause cause) {
        if (calls.ended(protocol, way, cause) > 0 && ended.add(protocol + " " + way + " " + cause)) {
            FunctionCounter.builder("tandem.calls", calls, c -> c.ended(protocol, way, cause))
                    .tags(tags(protocol, way).and("cause", Views.word(cause)))
                    .description("calls that ended")
                    .register(registry);
        }
    }
}
