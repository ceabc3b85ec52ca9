package tandem.scenarios;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tandem.scenarios.kit.Tshark;
import tandem.sip.bfcp.BfcpWriter;
import tandem.sip.bfcp.Body;
import tandem.sip.bfcp.FloorDetail;
import tandem.sip.bfcp.Header;
import tandem.sip.bfcp.Priority;
import tandem.sip.bfcp.RequestInformation;
import tandem.sip.bfcp.RequestStatus;
import tandem.sip.bfcp.Sample;
import tandem.sip.bfcp.StatusDetail;
import tandem.sip.bfcp.UserInformation;

/**
 * Somebody else's dissector reads each BFCP message we write, to its last octet and without a word of complaint. Wireshark before 4.2
 * takes version 1 only and numbers the acknowledgements as a draft did; version 2 differs in three bits of the first octet.
 */
class BfcpInWiresharkStory {
    private static final int PORT = 5070;
    private static final int UDP = 17;
    private static final int TCP = 6;

    @TempDir
    private Path folder = Path.of("replaced by JUnit");

    private static List<Body> bodies() {
        List<Body> all = new ArrayList<>(Sample.all().stream().map(Sample::body).toList());
        all.add(new Body.FloorStatus(
                OptionalInt.of(1),
                IntStream.rangeClosed(1, 5).mapToObj(BfcpInWiresharkStory::rich).toList()));
        return all;
    }

    /** With all there may be in a floor request, and texts that need each length of padding. */
    private static RequestInformation rich(int textLength) {
        String text = "x".repeat(textLength);
        return new RequestInformation(
                textLength,
                Optional.of(new StatusDetail(Optional.of(RequestStatus.ACCEPTED), 3, Optional.of(text))),
                List.of(
                        new FloorDetail(1, new StatusDetail(Optional.empty(), 0, Optional.of(text))),
                        new FloorDetail(2, StatusDetail.of(RequestStatus.PENDING))),
                Optional.of(new UserInformation(5, Optional.of(text), Optional.of("sip:" + text + "@example.org"))),
                Optional.of(new UserInformation(6, Optional.of(text), Optional.empty())),
                Optional.of(Priority.HIGHEST),
                Optional.of(text));
    }

    private static List<byte[]> messages(boolean response) {
        return bodies().stream()
                .map(body -> BfcpWriter.write(new Header(1, response, 99, 7, 5), body))
                .toList();
    }

    @Test
    void readsEachMessageOfDatagrams() throws IOException {
        for (boolean response : new boolean[] {false, true}) {
            List<byte[]> messages = messages(response);
            check(capture(messages, UDP), "udp", messages);
        }
    }

    @Test
    void readsEachMessageOfAStream() throws IOException {
        List<byte[]> messages = messages(false);
        check(capture(messages, TCP), "tcp", messages);
    }

    private static void check(Path file, String transport, List<byte[]> messages) {
        String as = transport + ".port==" + PORT + ",bfcp";
        List<String> rows = Tshark.print(
                file,
                List.of(
                        "-d",
                        as,
                        "-T",
                        "fields",
                        "-E",
                        "separator=|",
                        "-e",
                        "_ws.col.Protocol",
                        "-e",
                        "bfcp.primitive",
                        "-e",
                        "bfcp.conference_id",
                        "-e",
                        "bfcp.user_id",
                        "-e",
                        "_ws.expert",
                        "-e",
                        "_ws.malformed"));
        assertEquals(
                messages.stream().map(octets -> "BFCP|" + octets[1] + "|99|5||").toList(), rows);
        List<String> tree = Tshark.print(file, List.of("-d", as, "-V", "-O", "bfcp"));
        List<String> complaints = tree.stream()
                .filter(line -> line.matches(".*([Mm]alformed|Unknown \\(|Invalid|too small|Data \\().*"))
                .toList();
        assertEquals(List.of(), complaints);
        assertTrue(tree.stream().anyMatch(line -> line.strip().equals("Request Status: Granted (3)")));
        assertTrue(tree.stream().anyMatch(line -> line.strip().equals("Name: Ann")));
        assertTrue(tree.stream().anyMatch(line -> line.strip().equals("URI: sip:xxxxx@example.org")));
    }

    /** The messages in packets of raw IPv4 (link type 101). */
    private Path capture(List<byte[]> messages, int protocol) throws IOException {
        ByteBuffer file = ByteBuffer.allocate(64 * 1024).order(ByteOrder.LITTLE_ENDIAN);
        file.putInt(0xa1b2c3d4).putShort((short) 2).putShort((short) 4);
        file.putInt(0).putInt(0).putInt(65_535).putInt(101);
        int sequence = 1;
        for (byte[] message : messages) {
            byte[] packet = packet(message, protocol, sequence);
            sequence += message.length;
            file.putInt(sequence).putInt(0).putInt(packet.length).putInt(packet.length);
            file.put(packet);
        }
        byte[] octets = new byte[file.position()];
        file.flip().get(octets);
        return Files.write(folder.resolve("bfcp-" + protocol + ".pcap"), octets);
    }

    private static byte[] packet(byte[] message, int protocol, int sequence) {
        int head = protocol == UDP ? 8 : 20;
        ByteBuffer packet = ByteBuffer.allocate(20 + head + message.length);
        packet.putShort((short) 0x4500).putShort((short) packet.capacity()).putInt(0);
        packet.put((byte) 64).put((byte) protocol).putShort((short) 0);
        packet.putInt(0x7f000001).putInt(0x7f000001);
        packet.putShort((short) 40_000).putShort((short) PORT);
        if (protocol == UDP) {
            packet.putShort((short) (head + message.length)).putShort((short) 0);
        } else {
            packet.putInt(sequence)
                    .putInt(1)
                    .putShort((short) 0x5018)
                    .putShort((short) 0xffff)
                    .putInt(0);
        }
        return packet.put(message).array();
    }
}
