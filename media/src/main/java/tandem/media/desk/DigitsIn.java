package tandem.media.desk;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;
import tandem.media.AudioCodec;
import tandem.media.codec.AudioCodecs;
import tandem.media.codec.AudioDecoder;
import tandem.media.dtmf.DigitFilter;
import tandem.media.dtmf.InbandDetector;
import tandem.media.dtmf.Presses;
import tandem.media.dtmf.Rfc4733Receiver;
import tandem.media.rtp.Format;
import tandem.media.rtp.Inbound;

/**
 * Keys one peer presses: by RFC 4733, by signalling, and by tones where no events were agreed. A press is told once, when the
 * key is up again. Lives as long as its session.
 */
final class DigitsIn implements MediaLoop.Ticked, OfCall {
    private static final int LONGEST_MS = 120;

    /** In dB below overload, with some to spare beyond the -33 dBm0 that are listened for. */
    private static final int FAINTEST_TONE = 50;

    private final MediaPath path;
    private final DigitFilter filter = new DigitFilter();
    private @Nullable Rfc4733Receiver events; // made with the first event
    private @Nullable Ear ear; // only where no events were agreed
    private int eventClock;
    private boolean listensForTones;
    private boolean toneDown;

    DigitsIn(MediaPath path) {
        this.path = path;
    }

    /** Whether keys can only come as tones. */
    void listenForTones(boolean on) {
        listensForTones = on;
        if (!on) {
            closeEar();
        }
    }

    /** A key that sounds when nobody listens any more has been pressed. */
    private void closeEar() {
        Ear present = ear;
        if (present != null) {
            ear = null;
            present.decoder.close();
            present.detector.end();
        }
        toneDown = false;
    }

    /** Whether a key sounds in what the peer says now. */
    boolean toneDown() {
        return toneDown;
    }

    void take(Inbound in) {
        if (in.newSource && events != null) {
            events.restart();
        }
        if (in.format.kind() == Format.Kind.EVENT) {
            Rfc4733Receiver receiver = events;
            if (receiver == null || eventClock != in.format.clockRate()) {
                eventClock = in.format.clockRate();
                receiver = new Rfc4733Receiver(eventClock, new Pressed(DigitFilter.Way.EVENT));
                events = receiver;
            }
            receiver.receive(in.packet.timestamp(), in.bytes, in.packet.payload(), in.packet.payloadLength(), in.nowNs);
        } else if (listensForTones && in.format.kind() == Format.Kind.AUDIO) {
            listen(in, in.format.codec().orElseThrow());
        }
    }

    private void listen(Inbound in, AudioCodec codec) {
        if (path.flow().hearsTones(codec)) {
            ear(codec).hear(in, isQuiet(in));
        } else if (ear != null) {
            closeEar();
        }
    }

    /** Whether the packet's level (RFC 6464) says that no tone can be in it. */
    private boolean isQuiet(Inbound in) {
        int id = path.levelId();
        int level = id < 0 ? -1 : in.packet.audioLevel(id);
        return level >= 0 && (level & 0x7F) > FAINTEST_TONE;
    }

    private Ear ear(AudioCodec codec) {
        Ear present = ear;
        if (present == null || present.codec != codec) {
            closeEar();
            present = new Ear(codec, new Pressed(DigitFilter.Way.INBAND));
            ear = present;
        }
        return present;
    }

    /** Signalling brought a key. */
    void bySignalling(char key, int durationMs) {
        if (filter.isNew(key, DigitFilter.Way.SIGNALLING, path.loop().clock().nowNs())) {
            path.facts().onDigit(key, durationMs);
        }
    }

    @Override
    public String call() {
        return path.call();
    }

    /** A key is down: its end may get lost. */
    @Override
    public void tick(long dueNs) {
        if (events != null) {
            events.tick(path.loop().clock().nowNs());
        }
    }

    void close() {
        listenForTones(false);
    }

    /** Tells a press when it is over, and only if it was not seen another way before. */
    private final class Pressed implements Presses {
        private final DigitFilter.Way way;
        private boolean counts;

        Pressed(DigitFilter.Way way) {
            this.way = way;
        }

        @Override
        public void onPressed(char key) {
            toneDown = way == DigitFilter.Way.INBAND;
            counts = filter.isNew(key, way, path.loop().clock().nowNs());
            path.loop().tickOn(DigitsIn.this);
        }

        @Override
        public void onReleased(char key, int durationMs) {
            toneDown = false;
            path.loop().tickOff(DigitsIn.this);
            if (counts) {
                path.facts().onDigit(key, durationMs);
            }
        }
    }

    /** Listens for tones in one codec. */
    private static final class Ear {
        private final AudioCodec codec;
        private final AudioDecoder decoder;
        private final InbandDetector detector;
        private final short[] pcm;

        Ear(AudioCodec codec, Presses presses) {
            this.codec = codec;
            int rate = codec == AudioCodec.OPUS ? AudioCodec.PCMU.sampleRate() : codec.sampleRate();
            this.decoder = AudioCodecs.decoder(codec, rate);
            this.detector = new InbandDetector(rate, presses);
            this.pcm = new short[rate / 1_000 * LONGEST_MS];
        }

        /** What is known to be quiet is not decoded. */
        void hear(Inbound in, boolean quiet) {
            int octets = in.packet.payloadLength();
            int samples = decoder.samplesIn(in.bytes, in.packet.payload(), octets);
            if (samples <= 0 || samples > pcm.length) {
                return;
            }
            if (quiet || decoder.isSilence(in.bytes, in.packet.payload(), octets)) {
                Arrays.fill(pcm, 0, samples, (short) 0);
                detector.process(pcm, 0, samples);
            } else {
                detector.process(pcm, 0, decoder.decode(in.bytes, in.packet.payload(), octets, pcm, 0));
            }
        }
    }
}
