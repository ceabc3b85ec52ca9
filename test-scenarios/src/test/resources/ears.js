// Runs in a page before its own scripts (kit/Person): gives it a tone for a microphone, which no noise suppression eats, and keeps
// what it hears, as it comes out of the decoder. Its sound may be led by way of a Cable, whose ports take the place of the gateway's.

(terms => {
    const KEPT_S = 40;
    const heard = { rate: 48000, samples: 0, pieces: [] };

    function keep(data) {
        const floats = new Float32Array(data.numberOfFrames);
        data.copyTo(floats, { planeIndex: 0, format: 'f32-planar' });
        heard.rate = data.sampleRate;
        heard.pieces.push(Int16Array.from(floats, each => Math.max(-32768, Math.min(32767, Math.round(each * 32767)))));
        heard.samples += floats.length;
        while (heard.samples - heard.pieces[0].length > KEPT_S * heard.rate) heard.samples -= heard.pieces.shift().length;
    }

    async function listen(track) {
        const reader = new MediaStreamTrackProcessor({ track, maxBufferSize: 400 }).readable.getReader();
        for (let next = await reader.read(); !next.done; next = await reader.read()) {
            keep(next.value);
            next.value.close();
        }
    }

    function asText(pieces) {
        const octets = new Uint8Array(2 * pieces.reduce((sum, each) => sum + each.length, 0));
        let at = 0;
        for (const each of pieces) {
            octets.set(new Uint8Array(each.buffer), at);
            at += 2 * each.length;
        }
        let text = '';
        for (let i = 0; i < octets.length; i += 8192) text += String.fromCharCode(...octets.subarray(i, i + 8192));
        return btoa(text);
    }

    let context;

    function tone() {
        context ??= new AudioContext();
        const oscillator = new OscillatorNode(context, { frequency: terms.hz });
        const gain = new GainNode(context, { gain: 10 ** (terms.db / 20) });
        const out = new MediaStreamAudioDestinationNode(context, { channelCount: 1 });
        oscillator.connect(gain).connect(out);
        oscillator.start();
        context.resume();
        return out.stream;
    }

    function detour(sdp) {
        return sdp.replace(/^(a=candidate:\S+ \d+ udp \d+ \S+ )(\d+)/gim, (line, before, port) => {
            const loop = port - terms.icePort;
            return loop >= 0 && loop < terms.cablePorts ? before + (terms.cablePort + loop) : line;
        });
    }

    window.ears = {
        tone,
        heard: () => ({ rate: heard.rate, octets: asText(heard.pieces) }),
        forget: () => Object.assign(heard, { samples: 0, pieces: [] }),
    };

    window.RTCPeerConnection = class extends window.RTCPeerConnection {
        constructor(...all) {
            super(...all);
            this.addEventListener('track', event => listen(event.track));
        }

        setRemoteDescription({ type, sdp }) {
            return super.setRemoteDescription({ type, sdp: detour(sdp) });
        }
    };

    if (terms.hz && navigator.mediaDevices) {
        navigator.mediaDevices.getUserMedia = async () => tone();
    }
})(TERMS);
