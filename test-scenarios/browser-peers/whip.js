// The WHIP and WHEP clients of Medooze behind the functions that test-scenarios' WhipPage calls.

import { WHEPClient } from 'whip-whep/whep.js';
import { WHIPClient } from 'whip-whep/whip.js';
import { Meter, tone } from './sound.js';

/** A picture that changes, offered behind the sound: as a studio's software sends it. */
function picture() {
    const canvas = document.createElement('canvas');
    const pen = canvas.getContext('2d');
    setInterval(() => pen.fillRect(0, 0, Math.random() * canvas.width, 10), 100);
    return canvas.captureStream(5);
}

window.client = {
    meter: new Meter(),

    /** Its tone, and a picture: 'none', 'behind' it, or 'before' it. */
    async publish(url, token, where) {
        this.connection = new RTCPeerConnection({ bundlePolicy: 'max-bundle' });
        const tracks = tone().getTracks();
        if (where === 'behind') tracks.push(...picture().getTracks());
        if (where === 'before') tracks.unshift(...picture().getTracks());
        tracks.forEach(track => this.connection.addTransceiver(track, { direction: 'sendonly' }));
        this.whip = new WHIPClient();
        await this.whip.publish(this.connection, url, token);
    },

    async play(url, token) {
        this.connection = new RTCPeerConnection({ bundlePolicy: 'max-bundle' });
        this.connection.addTransceiver('audio', { direction: 'recvonly' });
        this.meter.listen(this.connection);
        this.whip = new WHEPClient();
        await this.whip.view(this.connection, url, token);
    },

    state() {
        return this.connection.connectionState;
    },

    /** The name of ours in the ICE session there is. */
    iceName() {
        return this.connection.remoteDescription.sdp.match(/a=ice-ufrag:(\S+)/)[1];
    },

    restart() {
        return this.whip.restart();
    },

    hears(hz) {
        return this.meter.level(hz);
    },

    stop() {
        return this.whip.stop();
    },
};
