/** Shows how loud a track is, on an element with the role meter: smoothly, or in steps where the user wants less motion. */

const QUIETEST_DB = -60;
const STEP_MS = 250;

export class Level {
    #meter;
    #bar;
    #context;
    #source;
    #analyser;
    #samples;
    #shownAt = 0;
    #calm = matchMedia('(prefers-reduced-motion: reduce)');

    constructor(meter) {
        this.#meter = meter;
        this.#bar = meter.firstElementChild;
    }

    /** Measures this track from now on, or none. */
    of(track) {
        this.#source?.disconnect();
        this.#source = undefined;
        if (!track) return;
        this.#context ??= new AudioContext();
        if (!this.#analyser) {
            this.#analyser = new AnalyserNode(this.#context, { fftSize: 1024 });
            this.#samples = new Float32Array(this.#analyser.fftSize);
        }
        this.#source = this.#context.createMediaStreamSource(new MediaStream([track]));
        this.#source.connect(this.#analyser);
        this.#wake();
        requestAnimationFrame(now => this.#draw(now, this.#source));
    }

    /** A context made before the first click or key sleeps until there is one. */
    #wake() {
        if (this.#context.state !== 'suspended') return;
        const resume = () => this.#context.resume();
        resume();
        for (const event of ['pointerdown', 'keydown']) addEventListener(event, resume, { once: true });
    }

    #draw(now, source) {
        if (source !== this.#source) return;
        requestAnimationFrame(later => this.#draw(later, source));
        if (this.#calm.matches && now - this.#shownAt < STEP_MS) return;
        this.#analyser.getFloatTimeDomainData(this.#samples);
        const power = this.#samples.reduce((sum, each) => sum + each * each, 0) / this.#samples.length;
        const level = Math.max(0, Math.min(1, 1 - (10 * Math.log10(power + 1e-10)) / QUIETEST_DB));
        this.#bar.style.transform = `scaleX(${level.toFixed(3)})`;
        if (now - this.#shownAt < STEP_MS) return;
        this.#shownAt = now;
        this.#meter.setAttribute('aria-valuenow', Math.round(level * 100));
    }
}
