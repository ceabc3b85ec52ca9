// What both clients send and hear: a tone from an oscillator, which no noise suppression eats, and a meter.

const context = new AudioContext();

/** A stream with a tone of 1 kHz at -20 dB of full scale. */
export function tone() {
    const oscillator = new OscillatorNode(context, { frequency: 1000 });
    const gain = new GainNode(context, { gain: 0.1 });
    const out = new MediaStreamAudioDestinationNode(context);
    oscillator.connect(gain).connect(out);
    oscillator.start();
    context.resume();
    return out.stream;
}

/** How loud a tone is in what a peer connection receives, in dB of full scale. */
export class Meter {
    #analyser = new AnalyserNode(context, { fftSize: 4096, smoothingTimeConstant: 0 });

    listen(connection) {
        connection.addEventListener('track', event => {
            const stream = new MediaStream([event.track]);
            const player = new Audio(); // Chromium decodes only what is played
            player.muted = true;
            player.srcObject = stream;
            player.play();
            context.createMediaStreamSource(stream).connect(this.#analyser);
        });
    }

    level(hz) {
        const bins = new Float32Array(this.#analyser.frequencyBinCount);
        this.#analyser.getFloatFrequencyData(bins);
        const bin = Math.round((hz * this.#analyser.fftSize) / context.sampleRate);
        return Math.max(-200, ...bins.slice(bin - 2, bin + 3));
    }
}
