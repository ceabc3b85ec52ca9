package tandem.gateway;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import tandem.call.Arrival;
import tandem.call.Protocol;
import tandem.call.RoomSettings;
import tandem.call.Route;
import tandem.media.MediaDescription;

class OpenRoomsTest {
    /** Room 7000 is the devices', rooms 1xxx are everybody's. */
    private final OpenRooms rooms = new OpenRooms(
            arrival -> !arrival.guest() || arrival.to().startsWith("1")
                    ? new Route.ToRoom(arrival.to())
                    : new Route.Refuse(tandem.call.Cause.NOT_FOUND),
            List.of(),
            "en");

    @Test
    void aDevicesRoomIsNoGuestsAtTheReceptionThoughADeviceWasJustSentThere() {
        Arrival device = new Arrival(
                "",
                Protocol.SIP,
                "sip:101@h",
                "",
                "7000",
                "h",
                java.net.InetAddress.getLoopbackAddress(),
                Optional.empty(),
                Optional.of("101"),
                MediaDescription.EMPTY,
                Optional.empty(),
                java.util.Map.of(),
                Optional.empty(),
                Optional.empty());
        assertEquals(new Route.ToRoom("7000"), rooms.route(device));
        assertEquals(Optional.of(RoomSettings.OPEN), rooms.routed("7000"));
        assertTrue(rooms.settings("7000").isEmpty());
        assertTrue(rooms.settings("1000").isPresent());
    }
}
