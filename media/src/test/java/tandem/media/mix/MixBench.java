package tandem.media.mix;

import java.io.PrintStream;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import tandem.media.AudioCodec;
import tandem.media.codec.AudioCodecs;
import tandem.media.codec.AudioDecoder;
import tandem.media.codec.AudioEncoder;
import tandem.media.codec.Downsampler;
import tandem.media.codec.EncoderSettings;
import tandem.media.codec.FractionalDelay;
import tandem.media.codec.Level;
import tandem.media.codec.Sine;
import tandem.media.codec.Upsampler;
import tandem.media.jitter.JitterBuffer;

/** Microseconds of thread CPU for 20 ms of audio, part by part, and of a whole room without its sockets. Run by hand. */
public final class MixBench {
    private static final com.sun.management.ThreadMXBean CPU =
            (com.sun.management.ThreadMXBean) ManagementFactory.getThreadMXBean();

    private final PrintStream out;
    private final short[] pcm = new short[960];
    private final short[] back = new short[960];
    private final float[] wide = new float[960];
    private final byte[] payload = new byte[1_500];

    private MixBench(PrintStream out) {
        this.out = out;
    }

    /** Prints one line a figure. */
    public static void main(String[] args) {
        MixBench bench = new MixBench(System.out);
        bench.codecs();
        bench.resampling();
        for (int size : new int[] {10, 50, 100, 200}) {
            bench.room(AudioCodec.PCMU, size, 1);
            bench.room(AudioCodec.PCMU, size, 3);
            bench.room(AudioCodec.PCMU, size, size);
        }
        bench.room(AudioCodec.G722, 100, 3);
        bench.room(AudioCodec.OPUS, 100, 1);
        bench.room(AudioCodec.OPUS, 10, 3);
    }

    private void codecs() {
        List<EncoderSettings> all = List.of(
                EncoderSettings.of(AudioCodec.PCMU, 20),
                EncoderSettings.of(AudioCodec.PCMA, 20),
                EncoderSettings.of(AudioCodec.G722, 20),
                EncoderSettings.of(AudioCodec.OPUS, 20).withSampleRate(8_000).withBitrate(16_000),
                EncoderSettings.of(AudioCodec.OPUS, 20).withSampleRate(16_000).withBitrate(24_000),
                EncoderSettings.of(AudioCodec.OPUS, 20));
        for (EncoderSettings settings : all) {
            AudioEncoder encoder = AudioCodecs.encoder(settings);
            AudioDecoder decoder = AudioCodecs.decoder(settings.codec(), settings.sampleRate());
            int frame = settings.samplesPerPacket();
            Sine.write(pcm, 0, frame, 0, 440, settings.sampleRate(), -15);
            String name = settings.codec() + " " + settings.sampleRate();
            int length = encoder.encode(pcm, 0, frame, payload, 0);
            print(name + " encode", 3_000, () -> encoder.encode(pcm, 0, frame, payload, 0));
            print(name + " decode", 3_000, () -> decoder.decode(payload, 0, length, back, 0));
        }
    }

    private void resampling() {
        for (int rate : new int[] {8_000, 16_000}) {
            int frame = rate / 50;
            Upsampler up = new Upsampler(48_000 / rate, frame);
            Downsampler down = new Downsampler(48_000 / rate, frame);
            print("up " + rate, 20_000, () -> up.process(pcm, 0, frame, wide));
            print("down " + rate, 20_000, () -> down.process(wide, back, 0, frame));
        }
        short[] long8 = new short[400];
        print("nudge 8000", 20_000, () -> FractionalDelay.read(long8, 20, 0.3, 1.003, back, 160));
        Limiter limiter = new Limiter();
        print("limit quiet", 20_000, () -> limiter.process(wide));
        print("level 8000", 20_000, () -> Level.dBov(pcm, 0, 160));
    }

    private void room(AudioCodec codec, int size, int talking) {
        EncoderSettings settings = EncoderSettings.of(codec, 20);
        Mixer mixer = new Mixer(8, AudioCodecs::encoder);
        AudioEncoder encoder = AudioCodecs.encoder(settings);
        Sine.write(pcm, 0, settings.samplesPerPacket(), 0, 440, settings.sampleRate(), -15);
        byte[] voice = new byte[200];
        int length = encoder.encode(pcm, 0, settings.samplesPerPacket(), voice, 0);
        byte[] quiet = new byte[200];
        int quietLength = encoder.encode(new short[960], 0, settings.samplesPerPacket(), quiet, 0);
        List<JitterBuffer> buffers = new ArrayList<>();
        long[] sent = new long[1];
        for (int i = 0; i < size; i++) {
            JitterBuffer buffer = new JitterBuffer(codec.clockRate());
            buffer.decoder(0, AudioCodecs.decoder(codec, settings.sampleRate()));
            buffers.add(buffer);
            mixer.add(buffer, (bytes, offset, octets, samples, marker) -> sent[0] += octets, settings);
        }
        int[] tick = new int[1];
        boolean levels = codec == AudioCodec.OPUS;
        int step = codec.clockRate() / 50;
        Runnable turn = () -> {
            long now = tick[0] * 20_000_000L;
            for (int i = 0; i < size; i++) {
                boolean talks = i < talking;
                byte[] packet = talks ? voice : quiet;
                int octets = talks ? length : quietLength;
                int level = levels ? (talks ? 16 : 127) : -1;
                buffers.get(i).push(tick[0] & 0xFFFF, tick[0] * step, 0, packet, 0, octets, now - 10_000_000, level);
            }
            mixer.tick(now);
            tick[0]++;
        };
        String name = "room " + size + " " + codec + ", " + talking + " talking";
        double us = measure(1_000, turn);
        out.printf(
                Locale.ROOT,
                "%-36s %8.1f us a tick %7.3f ms per participant-second, %d bytes a tick%n",
                name,
                us,
                us / size * 50 / 1_000,
                allocated(turn));
        mixer.close();
    }

    private static long allocated(Runnable turn) {
        long before = CPU.getCurrentThreadAllocatedBytes();
        for (int i = 0; i < 500; i++) {
            turn.run();
        }
        return (CPU.getCurrentThreadAllocatedBytes() - before) / 500;
    }

    private void print(String name, int times, Runnable turn) {
        out.printf(Locale.ROOT, "%-36s %8.2f us%n", name, measure(times, turn));
    }

    private static double measure(int times, Runnable turn) {
        double best = Double.MAX_VALUE;
        for (int round = 0; round < 5; round++) {
            long before = CPU.getCurrentThreadCpuTime();
            for (int i = 0; i < times; i++) {
                turn.run();
            }
            best = Math.min(best, (CPU.getCurrentThreadCpuTime() - before) / 1_000.0 / times);
        }
        return best;
    }
}
