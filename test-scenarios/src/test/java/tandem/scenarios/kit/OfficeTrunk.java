package tandem.scenarios.kit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.util.function.BooleanSupplier;
import java.util.function.UnaryOperator;

/** A gateway that is registered with a PBX as its trunk {@code office}, and what is to hold of it, whichever PBX it is. */
public final class OfficeTrunk implements AutoCloseable {
    private static final Duration SOON = Duration.ofSeconds(20);

    private final Pbx pbx;
    private final UnaryOperator<String> config;
    private final String password;
    private final GatewayProcess gateway;

    /**
     * Starts a gateway beside the PBX, and waits until it is registered.
     *
     * @param config lines of the gateway's configuration for a password of the trunk
     */
    public OfficeTrunk(Pbx pbx, UnaryOperator<String> config, String password) {
        this.pbx = pbx;
        this.config = config;
        this.password = password;
        gateway = GatewayProcess.startWith("", config.apply(password));
        try {
            requireState("registered");
        } catch (RuntimeException | AssertionError failed) {
            gateway.close();
            throw failed;
        }
    }

    /** The gateway. */
    public GatewayProcess gateway() {
        return gateway;
    }

    private String state() {
        return gateway.trunk("office").required("state").asText();
    }

    /** Waits until the trunk stands so. */
    public void requireState(String wanted) {
        require("the trunk is " + wanted, () -> state().equals(wanted));
    }

    /** Waits until that is so, and tells what the two logged where it is not. */
    public void require(String sentence, BooleanSupplier fact) {
        Patience.require(
                () -> sentence + ": " + gateway.trunk("office") + "\n" + String.join("\n", gateway.log()) + "\n"
                        + pbx.log(),
                SOON,
                fact);
    }

    /** A phone that is registered with the PBX. */
    public Baresip phone(Baresip.Order order) {
        Baresip phone = order.start();
        Patience.require(() -> "registered\n" + phone.log() + "\n" + pbx.log(), SOON, phone::registered);
        return phone;
    }

    /** A phone of the PBX dials a room, and is in it with a browser: each hears the other. */
    public void aPhoneMeetsABrowser(Baresip.Order order) {
        Undisturbed.tell(ears -> {
            try (Browser browser = Browser.start();
                    Baresip ben = phone(order.tone(1000));
                    RoomPage ann = browser.person("Ann").tone(700).opens(gateway, "1000")) {
                ben.call(pbx.uri("1000"));
                ann.joins();
                ears.listen(Duration.ofSeconds(6));
                ann.heard().last(3000).meter(1000).assertSteady("ann hears ben", -20);
                ben.heard().last(3000).meter(700).assertSteady("ben hears ann", -20);
                assertEquals(1, gateway.trunk("office").required("calls").asInt());
                ben.hangUp();
            }
        });
    }

    /** A room calls a phone of the PBX, which answers and is in the room. */
    public void aRoomCallsAPhone(Baresip.Order order) {
        try (Baresip ben = phone(order)) {
            gateway.post("/v1/rooms/1001/calls", "{\"to\": \"" + ben.name() + "\", \"trunk\": \"office\"}");
            require("ben is in the room", () -> gateway.inRoom("1001") == 1);
            ben.hangUp();
            require("the call is over", () -> gateway.callsLeft() == 0);
            JsonNode call = gateway.callTo(ben.name());
            assertEquals("normal", call.required("cause").asText(), call::toString);
        }
    }

    /** A wrong password is told in words, and the right one mends it. */
    public void tellsAWrongPassword() {
        gateway.reconfigure(config.apply("guessed"));
        requireState("refused");
        String told = gateway.command("trunks");
        assertTrue(told.contains("wrong username or password: 401 Unauthorized"), told);
        gateway.reconfigure(config.apply(password));
        requireState("registered");
    }

    /** A PBX that is away is told in words, and found again when it is back. */
    public void tellsThatThePbxIsAway() {
        pbx.kill();
        requireState("unreachable");
        String told = gateway.command("trunks");
        assertTrue(told.contains("no answer"), told);
        pbx.restart();
        requireState("registered");
        JsonNode trunk = gateway.trunk("office");
        assertTrue(trunk.required("last-failure").asText().contains("no answer"), trunk::toString);
        assertFalse(trunk.has("failure"), trunk::toString);
    }

    @Override
    public void close() {
        gateway.close();
    }
}
