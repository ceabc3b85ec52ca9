package tandem.sip.transaction;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import tandem.base.HandTurnedLoop;
import tandem.sip.SipResponse;

/** A wire and a user of one transaction, both of which write down what they get and when. */
final class Line implements Wire, InviteClient.User, InviteServer.User {
    final HandTurnedLoop loop = new HandTurnedLoop();
    final List<String> log = new ArrayList<>();
    private final long startNs = loop.nowNs();
    private final boolean reliable;

    Line(boolean reliable) {
        this.reliable = reliable;
    }

    static byte[] octets(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private void write(String what) {
        log.add((loop.nowNs() - startNs) / 1_000_000 + " " + what);
    }

    /** What was written since the last look. */
    List<String> seen() {
        List<String> copy = List.copyOf(log);
        log.clear();
        return copy;
    }

    @Override
    public void send(byte[] octets) {
        write("send " + new String(octets, StandardCharsets.UTF_8));
    }

    @Override
    public void sendAgain(byte[] octets) {
        write("again " + new String(octets, StandardCharsets.UTF_8));
    }

    @Override
    public boolean reliable() {
        return reliable;
    }

    @Override
    public byte[] acknowledgement(SipResponse refusal) {
        return octets("ACK");
    }

    @Override
    public byte[] trying() {
        return octets("100");
    }

    @Override
    public void onResponse(SipResponse response) {
        write("up " + response.status());
    }

    @Override
    public void onTimeout() {
        write("timeout");
    }

    @Override
    public void onFailure(String what) {
        write("failure " + what);
    }

    @Override
    public void onTerminated() {
        write("end");
    }
}
