/**
 * One peer connection with one audio transceiver. Nothing is sent until a track is set, and setting one needs no new offer
 * (replaceTrack). Offers leave without candidates: the gateway learns them from the checks (ICE-lite, RFC 8445 2.5); to one that is
 * not lite they are sent as they come. Where both sides offer at once this one yields (RFC 8829 4.1.8, rollback).
 */
import { failure } from './failure.mjs';

/** How long ICE may be disconnected before it is restarted: a lost packet or two is no reason. */
const DISCONNECTED_MS = 3_000;

/** How long ICE and DTLS may take after an answer. */
const CONNECTING_MS = 6_000;

export class Media {
    #connection;
    #events;
    #transceiver;
    #turn = Promise.resolve();
    #watch;
    #candidates = [];
    #lite = true;
    #trickle = () => {};
    #trickling = false;
    #closed = false;
    #element;
    #blocked = false;
    /** Whether this connection is past mending, and the next one has to be a new one. */
    broken = false;

    /**
     * `events`: `up()` and `lost()` of the path, `audio(stream)`, `blocked(bool)` of playing it. `track` is sent from the beginning,
     * where there is one.
     */
    constructor({ iceServers = [], play = true, track }, events) {
        if (typeof RTCPeerConnection !== 'function') throw failure('no-webrtc', 'this browser has no WebRTC');
        this.#events = events;
        this.#connection = new RTCPeerConnection({ iceServers, bundlePolicy: 'max-bundle' });
        this.#transceiver = this.#connection.addTransceiver(track ?? 'audio', { direction: 'sendrecv' });
        if (play) this.#element = new Audio();
        this.#connection.addEventListener('track', event => this.#heard(event));
        this.#connection.addEventListener('connectionstatechange', () => this.#changed());
        this.#connection.addEventListener('iceconnectionstatechange', () => this.#changed());
        this.#connection.addEventListener('icecandidate', event => this.#found(event.candidate));
    }

    /** Whether packets can flow. */
    get up() {
        return this.#connection.connectionState === 'connected';
    }

    /** A new offer, as SDP; with `restart` under new ICE credentials. */
    offer(restart = false) {
        return this.#inTurn(async () => {
            if (restart) this.#connection.restartIce();
            await this.#connection.setLocalDescription(await this.#connection.createOffer());
            return this.#connection.localDescription.sdp;
        });
    }

    /** Takes the gateway's answer. One that comes after our offer was rolled back is passed over. */
    accept(answer) {
        return this.#inTurn(async () => {
            if (this.#connection.signalingState !== 'have-local-offer') return;
            try {
                await this.#connection.setRemoteDescription({ type: 'answer', sdp: answer });
            } catch (error) {
                throw failure('media-refused', error.message);
            }
            this.#remote(answer);
        });
    }

    /** Takes the gateway's offer and returns our answer. */
    answer(offer) {
        return this.#inTurn(async () => {
            await this.#connection.setRemoteDescription({ type: 'offer', sdp: offer });
            await this.#connection.setLocalDescription();
            this.#remote(offer);
            return this.#connection.localDescription.sdp;
        });
    }

    /** Takes one more candidate of the gateway's, after its description. */
    candidate(candidate) {
        return this.#inTurn(() => this.#connection.addIceCandidate(candidate));
    }

    /** Gives candidates to `send`, where the gateway wants any: those found so far, and others as they come. */
    trickle(send) {
        this.#trickle = send;
        this.#trickling = true;
        this.#flush();
    }

    /** Sends this track from now on, or nothing where there is none. */
    send(track) {
        return this.#transceiver.sender.replaceTrack(track ?? null);
    }

    /** Plays what is heard; a browser that refused it wants a click or key first, and this called from it. */
    async play() {
        if (!this.#element?.srcObject) return;
        try {
            await this.#element.play();
            this.#tellBlocked(false);
        } catch (error) {
            if (error.name === 'NotAllowedError') this.#tellBlocked(true);
        }
    }

    /** What the connection measures, as getStats gives it. */
    stats() {
        return this.#connection.getStats();
    }

    /** Reports the path as lost unless it comes up within the time. */
    expect(ms = CONNECTING_MS) {
        this.#watchFor(ms, () => !this.up);
    }

    close() {
        this.#closed = true;
        clearTimeout(this.#watch);
        this.#connection.close();
        if (this.#element) this.#element.srcObject = null;
    }

    /** Descriptions are set one after the other, whoever asks: two at once would fail each other. */
    #inTurn(action) {
        const turn = this.#turn.then(action);
        this.#turn = turn.catch(() => {});
        return turn;
    }

    #heard({ track, streams }) {
        const stream = streams[0] ?? new MediaStream([track]);
        this.#events.audio(stream);
        if (!this.#element) return;
        this.#element.srcObject = stream;
        this.play();
    }

    #tellBlocked(blocked) {
        if (this.#closed || this.#blocked === blocked) return;
        this.#blocked = blocked;
        this.#events.blocked(blocked);
    }

    #changed() {
        if (this.#closed) return;
        if (this.#connection.connectionState === 'failed') {
            // ICE that failed is restarted; DTLS that failed needs another connection (RFC 8842 4).
            this.broken = this.#connection.iceConnectionState !== 'failed';
            this.#lost();
        } else if (this.#connection.iceConnectionState === 'disconnected') {
            this.#watchFor(DISCONNECTED_MS, () => this.#connection.iceConnectionState === 'disconnected');
        } else if (this.up) {
            clearTimeout(this.#watch);
            this.#events.up();
        }
    }

    #watchFor(ms, stillBad) {
        clearTimeout(this.#watch);
        this.#watch = setTimeout(() => {
            if (stillBad()) this.#lost();
        }, ms);
    }

    #lost() {
        clearTimeout(this.#watch);
        if (!this.#closed) this.#events.lost();
    }

    #remote(sdp) {
        this.#lite = /^a=ice-lite\s*$/m.test(sdp);
        this.#flush();
        this.expect();
    }

    #found(candidate) {
        if (candidate) this.#candidates.push(candidate.toJSON());
        this.#flush();
    }

    #flush() {
        if (this.#lite || !this.#trickling) return;
        for (const candidate of this.#candidates.splice(0)) this.#trickle(candidate);
    }
}
