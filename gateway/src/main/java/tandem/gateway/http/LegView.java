package tandem.gateway.http;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import tandem.call.CallRecord;
import tandem.call.Cause;
import tandem.media.MediaStats;

/**
 * One leg of a call.
 *
 * @param protocol its door
 * @param direction inbound or outbound
 * @param address the party
 * @param remote where its signalling comes from or goes to
 * @param name the party's name
 * @param agent the party's product
 * @param trunk it goes by
 * @param device it is
 * @param codec what it sends
 * @param codecReceived what we receive
 * @param began when it knocked, or we did
 * @param rang when the called one was alerted
 * @param answered when it was taken
 * @param ended when it was over
 * @param cause why it ended
 * @param words the cause in plain words
 * @param sipStatus the status that refused it
 * @param q850 the cause by ITU-T Q.850
 * @param endedBy caller, called or gateway
 * @param packetsReceived RTP packets that came
 * @param packetsSent RTP packets that went
 * @param packetsLost RTP packets that should have come
 * @param loss of what came, percent of all of it
 * @param secured SRTP suite, or empty
 * @param jitter of what came
 * @param rtt round trip, where RTCP has told
 * @param mos estimated listening quality over all of it, where something was heard
 * @param mosLeast the lowest of the seconds' estimates
 */
record LegView(
        String protocol,
        String direction,
        String address,
        Optional<String> remote,
        String name,
        String agent,
        Optional<String> trunk,
        Optional<String> device,
        String codec,
        Optional<String> codecReceived,
        Instant began,
        Optional<Instant> rang,
        Optional<Instant> answered,
        Optional<Instant> ended,
        Optional<String> cause,
        Optional<String> words,
        Optional<Integer> sipStatus,
        Optional<Integer> q850,
        Optional<String> endedBy,
        long packetsReceived,
        long packetsSent,
        long packetsLost,
        double loss,
        String secured,
        Duration jitter,
        Optional<Duration> rtt,
        Optional<Double> mos,
        Optional<Double> mosLeast) {
    static LegView of(CallRecord.LegRecord leg) {
        MediaStats media = leg.media();
        MediaStats.Overall overall = media.overall();
        return new LegView(
                Views.word(leg.protocol()),
                Views.word(leg.way()),
                leg.address(),
                Views.filled(leg.remote()),
                leg.name(),
                leg.agent(),
                leg.trunk(),
                leg.device(),
                leg.codec(),
                Views.filled(media.codec()),
                leg.times().began(),
                leg.times().rang(),
                leg.times().answered(),
                leg.times().ended(),
                leg.cause().map(Views::word),
                leg.cause().map(Cause::words),
                Views.positive(leg.codes().sip()),
                Views.positive(leg.codes().q850()),
                leg.endedBy().map(Views::word),
                media.packetsReceived(),
                media.packetsSent(),
                media.packetsLost(),
                Views.hundredths(overall.lossPercent()),
                media.secured(),
                Views.duration(overall.jitterMs()),
                overall.rttMs() < 0 ? Optional.empty() : Optional.of(Views.duration(overall.rttMs())),
                overall.mos() > 0 ? Optional.of(Views.hundredths(overall.mos())) : Optional.empty(),
                overall.leastMos() > 0 ? Optional.of(Views.hundredths(overall.leastMos())) : Optional.empty());
    }
}
