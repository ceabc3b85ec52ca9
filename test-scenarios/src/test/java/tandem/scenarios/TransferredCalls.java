package tandem.scenarios;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import tandem.scenarios.kit.Baresip;
import tandem.scenarios.kit.GatewayProcess;
import tandem.scenarios.kit.MediaCapture;
import tandem.scenarios.kit.Patience;
import tandem.scenarios.kit.Places;
import tandem.scenarios.kit.RecordTables;
import tandem.scenarios.kit.Wav;

/**
 * Three desk phones that put each other on hold and through, into a room and out of it: after each step the right two hear each
 * other, and the third hears and is heard by nobody. Ann sounds at 1000 Hz, Ben at 700, Carl at 1300, the music at 1700.
 */
final class TransferredCalls implements AutoCloseable {
    static final String RULES =
            "  - {name: desk phones, when: {to: '10\\d', device: any}, go: {device: '$0', ring: 20s}}\n";
    static final double MUSIC = 1700;
    static final Map<String, String> PASSWORDS =
            Map.of("101", "correct horse", "102", "battery staple", "103", "some other", "104", "linknows");
    private static final double ANN = 1000;
    private static final double BEN = 700;
    private static final double CARL = 1300;
    private static final double[] ALL = {ANN, BEN, CARL, MUSIC};
    private static final Duration SOON = Duration.ofSeconds(6);

    private final GatewayProcess gateway;
    private final Baresip ann;
    private final Baresip ben;
    private final Baresip carl;

    /** What the phones need of the gateway's configuration, with a password from a file and one from the environment. */
    static String devices() {
        Path secret = Places.fresh("secrets").resolve("102");
        Places.write(secret, "battery staple\n");
        return """
            devices:
              - {user: '101', password: '${env:ANN_PASSWORD}', name: Ann}
              - {user: '102', password: '${file:%s}', name: Ben}
              - {user: '103', password: some other, name: Carl}
              - {user: '104', password: linknows, name: Lin}
            """.formatted(secret);
    }

    /** And of its environment. */
    static Map<String, String> environment() {
        Path folder = Places.fresh("music");
        Wav.tone(16_000, MUSIC, -20, 5).write(folder.resolve("music.wav"));
        return Map.of(
                "TANDEM_MEDIA_HOLD_MUSIC", folder.resolve("music.wav").toString(), "ANN_PASSWORD", "correct horse");
    }

    TransferredCalls(GatewayProcess gateway) {
        this.gateway = gateway;
        ann = phone(gateway, "101", ANN);
        ben = phone(gateway, "102", BEN);
        carl = phone(gateway, "103", CARL);
    }

    /** One of them, registered there. */
    static Baresip phone(GatewayProcess gateway, String user, double hz) {
        Baresip phone = Baresip.named(user)
                .registered(gateway.address(), PASSWORDS.getOrDefault(user, ""))
                .tone(hz)
                .traced()
                .start();
        Patience.require(() -> user + " is registered\n" + phone.log(), SOON, phone::registered);
        return phone;
    }

    @Override
    public void close() {
        carl.close();
        ben.close();
        ann.close();
    }

    private String uri(String number) {
        return gateway.uri(number);
    }

    private String id(String dialled) {
        return gateway.callTo(dialled).required("id").asText();
    }

    /** Whether that is all there is in it: the one tone, or with 0 nothing. */
    private static boolean only(Wav heard, double hz) {
        for (double each : ALL) {
            double level = heard.meter(each).levelDb();
            if (each == hz ? level < -23 || heard.ms() < 800 : level > -40) {
                return false;
            }
        }
        return true;
    }

    private static String levels(Wav heard) {
        StringBuilder words = new StringBuilder(heard.ms() + " ms:");
        for (double each : ALL) {
            words.append(' ')
                    .append((int) each)
                    .append(" Hz ")
                    .append(Math.round(heard.meter(each).levelDb()));
        }
        return words.toString();
    }

    /** Two phones and what each is sent in that call, until it is so for a second; a phone that holds is sent nothing. */
    private void sends(String step, String call, Baresip one, double oneHears, Baresip other, double otherHears) {
        StringBuilder seen = new StringBuilder();
        Patience.require(() -> step + "\n" + seen + String.join("\n", gateway.log()), SOON.plusSeconds(4), () -> {
            MediaCapture capture = MediaCapture.of(gateway, call);
            Wav toOne = capture.to(one);
            Wav toOther = capture.to(other);
            seen.append(one.name()).append(' ').append(levels(toOne)).append(", ");
            seen.append(other.name()).append(' ').append(levels(toOther)).append('\n');
            return only(toOne, oneHears) && only(toOther, otherHears);
        });
    }

    private void isOut(Baresip phone) {
        Patience.require(() -> phone.name() + " is out of it\n" + phone.log(), SOON, () -> !phone.inCall());
    }

    private static void hears(Baresip phone, double hz) {
        Patience.require(
                () -> phone.name() + " hears " + hz + " Hz: "
                        + levels(phone.heard().last(400)),
                SOON,
                () -> {
                    Wav last = phone.heard().last(400);
                    return last.ms() >= 390 && last.meter(hz).levelDb() > -23;
                });
    }

    /** Tells it all; the calls it was, by their ids. */
    Told tell() {
        ann.call(uri("102"));
        String first = id("102");
        hears(ann, BEN);
        hears(ben, ANN);
        ann.hold();
        sends("held", first, ann, 0, ben, MUSIC);
        ann.resume(); // from here on baresip 1.0 plays what it is sent and records none of it
        sends("resumed", first, ann, BEN, ben, ANN);

        ann.transfer(uri("103"));
        isOut(ann);
        hears(carl, BEN);
        sends("put through blind", first, ben, CARL, carl, BEN);

        carl.callBesides(uri("101"));
        String second = id("101");
        hears(carl, ANN);
        hears(ann, CARL);
        sends("held while another is asked", first, carl, 0, ben, MUSIC);
        carl.transferFirstToSecond(uri("101"));
        isOut(carl);
        sends("put through attended", first, ben, ANN, ann, BEN);
        assertEquals(1, gateway.callsLeft());

        ann.transfer(uri("1000"));
        isOut(ann);
        carl.call(uri("1000"));
        String third = id("1000");
        hears(carl, BEN);
        sends("put through into the room", first, ben, CARL, ann, 0);

        ben.transfer(uri("101"));
        isOut(ben);
        String fourth = id("101");
        hears(ann, CARL);
        sends("out of the room", third, carl, ANN, ben, 0);

        gateway.transfer(third, "{\"to\": \"" + ben.uri() + "\"}");
        hears(ben, CARL);
        sends("moved to a phone", third, carl, BEN, ben, CARL);
        assertEquals(1, gateway.inRoom("1000"));
        ann.hangUp();
        carl.hangUp();
        Patience.require("no call is left", SOON, () -> gateway.callsLeft() == 0);
        return new Told(first, second, third, fourth);
    }

    /**
     * The calls it was.
     *
     * @param first of Ann with Ben, who went on to Carl, to Ann and into the room
     * @param second of Carl, who asked Ann whether he may put Ben through
     * @param third of Carl with the room, and at last with Ben
     * @param fourth by which Ann was called into the room for Ben
     */
    record Told(String first, String second, String third, String fourth) {
        /** What is on record of them. */
        void assertOnRecord(RecordTables tables) {
            Map<String, String> call = tables.endedById(first);
            assertRow(call, "101", "102", "called");
            assertEquals("101", call.get("device"));
            assertEquals("1000", call.get("room"));
            assertEquals(
                    List.of(
                            "101 Ann transferred by caller",
                            "102 Ben normal by called",
                            "103 Carl transferred by called",
                            "101 Ann transferred by called"),
                    legs(tables, call));
            assertEquals(Set.of("transferred-from " + second, "transferred-to " + fourth), tables.links(call));

            call = tables.endedById(second);
            assertEquals("transferred", call.get("cause"), call::toString);
            assertEquals("103", call.get("device"));
            assertEquals(List.of("103 Carl transferred by gateway", "101 Ann transferred by null"), legs(tables, call));
            assertEquals(Set.of("transferred-to " + first), tables.links(call));

            call = tables.endedById(third);
            assertRow(call, "103", "1000", "caller");
            assertEquals("1000", call.get("room"));
            assertEquals(List.of("103 Carl normal by caller", "null 102 normal by gateway"), legs(tables, call));
            assertEquals(Set.of(), tables.links(call));

            call = tables.endedById(fourth);
            assertRow(call, "1000", "101", "called");
            assertEquals("1000", call.get("room"));
            assertEquals(List.of("101 Ann normal by called"), legs(tables, call));
            assertEquals(Set.of("transferred-from " + first), tables.links(call));
        }

        private static void assertRow(Map<String, String> call, String caller, String dialled, String endedBy) {
            assertEquals(caller, call.get("caller"), call::toString);
            assertEquals(dialled, call.get("dialled"), call::toString);
            assertEquals("normal", call.get("cause"), call::toString);
            assertEquals("hung up", call.get("words"), call::toString);
            assertEquals(endedBy, call.get("ended_by"), call::toString);
        }

        /** Each leg as its device, name, cause and who ended it; what is so of all is looked at here. */
        private static List<String> legs(RecordTables tables, Map<String, String> call) {
            List<String> legs = new ArrayList<>();
            for (Map<String, String> leg : tables.legs(call)) {
                assertEquals("PCMU PCMU", leg.get("codec_sent") + " " + leg.get("codec_received"), leg::toString);
                assertEquals("16", leg.get("q850"), leg::toString);
                List<String> moments = Stream.of("began", "rang", "answered", "ended")
                        .filter(leg::containsKey)
                        .map(leg::get)
                        .toList();
                assertEquals(moments.stream().sorted().toList(), moments);
                assertTrue(leg.containsKey("answered") && leg.containsKey("ended"), leg::toString);
                legs.add(leg.get("device") + " " + leg.get("name") + " " + leg.get("cause") + " by "
                        + leg.get("ended_by"));
            }
            return legs;
        }
    }
}
