package tandem.gateway.http;

import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.binder.jvm.JvmMemoryMetrics;
import io.micrometer.core.instrument.binder.system.ProcessorMetrics;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.LongSupplier;
import tandem.base.StallMeter;
import tandem.call.CallCounters;
import tandem.call.Cause;
import tandem.call.Protocol;
import tandem.call.Way;
import tandem.media.desk.DeskCounters;
import tandem.sip.SipCounters;
import tandem.sip.SipStack;
import tandem.sip.transport.TransportCounters;

/** The figures of {@code /metrics}, read when they are asked for. */
public final class Metrics {
    private static final double NS_IN_S = 1e9;

    private final PrometheusMeterRegistry registry = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
    private final Set<String> ended = ConcurrentHashMap.newKeySet();
    private final CallCounters calls;

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
