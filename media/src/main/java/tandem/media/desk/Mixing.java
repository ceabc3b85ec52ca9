package tandem.media.desk;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tandem.media.AudioCodec;
import tandem.media.codec.AudioCodecs;
import tandem.media.codec.AudioDecoder;
import tandem.media.jitter.JitterBuffer;
import tandem.media.mix.MixInput;
import tandem.media.mix.MixOutput;
import tandem.media.mix.Overlay;
import tandem.media.mix.Seat;
import tandem.media.rtp.Inbound;
import tandem.media.rtp.RtpPacket;

/**
 * A session in a room: its packets fill a jitter buffer that the room's mixer empties, and what the mixer makes for it is sent.
 */
final class Mixing implements Flow, MixInput, MixOutput {
    private static final int SILENT = -127;
    private static final int PCM_RATE = 8_000;

    private final MediaPath path;
    private final RoomMix.Room room;
    private final Seat seat;
    private final List<Spoken> spoken = new ArrayList<>();
    private @Nullable JitterBuffer jitter; // made at the first packet, and anew when the clock changes
    private int clockRate;
    private int lastType = -1;
    private int timestamp;
    private boolean fresh = true;

    Mixing(MediaPath path, RoomMix.Room room) {
        this.path = path;
        this.room = room;
        this.seat = room.mixer().add(this, this, path.encoding());
        room.add(this);
        seat.listen(path.canSend());
        path.sender().newSource();
    }

    MediaPath path() {
        return path;
    }

    @Override
    public void take(Inbound in) {
        JitterBuffer buffer = buffer(in);
        RtpPacket packet = in.packet;
        switch (in.format.kind()) {
            case AUDIO, NOISE -> {
                teach(buffer, in);
                buffer.push(
                        packet.sequence(),
                        packet.timestamp(),
                        packet.payloadType(),
                        in.packet.bytes(),
                        packet.payload(),
                        packet.payloadLength(),
                        in.nowNs,
                        level(packet));
            }
            case EVENT, UNKNOWN -> buffer.pass(packet.sequence(), packet.timestamp(), in.nowNs);
        }
    }

    private int level(RtpPacket packet) {
        int id = path.levelId();
        int level = id < 0 ? -1 : packet.audioLevel(id);
        return level < 0 ? -1 : level & 0x7F;
    }

    private JitterBuffer buffer(Inbound in) {
        JitterBuffer present = jitter;
        int clock = in.format.kind() == tandem.media.rtp.Format.Kind.AUDIO ? in.format.clockRate() : clockRate;
        if (present == null || (clock != clockRate && clock > 0)) {
            clockRate = clock > 0 ? clock : PCM_RATE;
            present = new JitterBuffer(clockRate);
            jitter = present;
            closeDecoders();
            return present;
        }
        if (in.newSource) {
            present.restart();
        }
        return present;
    }

    /** Tells the buffer what a payload type means, when it first comes. */
    private void teach(JitterBuffer buffer, Inbound in) {
        int type = in.format.payloadType();
        if (type == lastType) {
            return;
        }
        lastType = type;
        if (in.format.kind() == tandem.media.rtp.Format.Kind.NOISE) {
            buffer.comfortNoise(type);
            return;
        }
        learn(buffer, type, in.format.codec().orElseThrow());
    }

    /** A type that alternates with comfort noise keeps its decoder; one that means another codec now gets a new one. */
    private void learn(JitterBuffer buffer, int type, AudioCodec codec) {
        for (Spoken known : spoken) {
            if (known.type == type && known.codec == codec) {
                return;
            }
        }
        AudioDecoder decoder = AudioCodecs.decoder(codec, codec.sampleRate());
        buffer.decoder(type, decoder);
        spoken.removeIf(known -> known.type == type && known.close());
        spoken.add(new Spoken(type, codec, decoder));
    }

    private void closeDecoders() {
        spoken.forEach(Spoken::close);
        spoken.clear();
        lastType = -1;
    }

    /** How many decoders are open. */
    int decoders() {
        return spoken.size();
    }

    /** What the peer was heard to send under a payload type. */
    private record Spoken(int type, AudioCodec codec, AudioDecoder decoder) {
        boolean close() {
            decoder.close();
            return true;
        }
    }

    @Override
    public void onPlan() {
        seat.settings(path.encoding());
        seat.listen(path.canSend());
        lastType = -1; // a payload type may mean something else now; what waits to be played stays
    }

    @Override
    public boolean mute(boolean muted) {
        seat.mute(muted);
        return true;
    }

    @Override
    public boolean play(Overlay what) {
        seat.play(what);
        return true;
    }

    @Override
    public void stopPlaying() {
        seat.stopPlaying();
    }

    @Override
    public void second(int lossPercent) {
        seat.listen(path.canSend());
        if (lossPercent > 0) {
            seat.expectedLoss(lossPercent);
        }
    }

    @Override
    public int depthMs() {
        JitterBuffer present = jitter;
        return present == null ? 0 : present.depthMs();
    }

    @Override
    public boolean speaking() {
        return seat.speaking();
    }

    @Override
    public void end() {
        room.remove(this);
        room.mixer().remove(seat);
        closeDecoders();
    }

    @Override
    public int sampleRate() {
        JitterBuffer present = jitter;
        return present == null ? PCM_RATE : present.sampleRate();
    }

    @Override
    public int level(long nowNs) {
        JitterBuffer present = jitter;
        return present == null ? SILENT : present.level(nowNs);
    }

    @Override
    public void pull(long nowNs, short[] pcm, boolean heard) {
        JitterBuffer present = jitter;
        if (present == null) {
            java.util.Arrays.fill(pcm, 0, PCM_RATE / 50, (short) 0);
        } else {
            present.pull(nowNs, pcm, heard);
        }
    }

    @Override
    public void skip(long nowNs) {
        JitterBuffer present = jitter;
        if (present != null) {
            present.skip(nowNs);
        }
    }

    @Override
    public void send(byte[] payload, int offset, int length, int samples, boolean marker) {
        int type = path.sendType();
        if (type >= 0 && path.open()) {
            path.sender()
                    .send(
                            type,
                            marker || fresh,
                            timestamp,
                            payload,
                            offset,
                            length,
                            path.loop().tickNs());
            fresh = false;
        }
        timestamp += samples;
    }

    @Override
    public void pass(int samples) {
        timestamp += samples;
    }

    @Override
    public void onSpeaking(boolean speaking) {
        path.facts().onSpeaking(speaking);
    }

    @Override
    public void onPlayed() {
        path.facts().onPlayed();
    }

    @Override
    public void onFailed(Throwable bug) {
        path.broken(bug);
    }

    @Override
    public String toString() {
        return "JitterBuffer -> " + room;
    }
}
