// JsSIP behind the functions that test-scenarios' SipPage calls.

import JsSIP from 'jssip';
import { Meter, tone } from './sound.js';

window.phone = {
    state: 'idle',
    meter: new Meter(),

    start(socket, user) {
        this.agent = new JsSIP.UA({
            sockets: [new JsSIP.WebSocketInterface(socket)],
            uri: `sip:${user}@127.0.0.1`,
            register: false,
        });
        return new Promise(connected => {
            this.agent.on('connected', connected);
            this.agent.start();
        });
    },

    register(socket, domain, user, password) {
        this.agent = new JsSIP.UA({
            sockets: [new JsSIP.WebSocketInterface(socket)],
            uri: `sip:${user}@${domain}`,
            password,
            register: true,
        });
        this.agent.on('newRTCSession', ({ originator, session }) => {
            if (originator !== 'remote') return;
            this.session = session;
            session.on('peerconnection', event => this.meter.listen(event.peerconnection));
            session.on('confirmed', () => (this.state = 'up'));
            session.on('ended', event => this.over(event));
            session.on('failed', event => this.over(event));
            session.answer({ mediaStream: tone() });
        });
        return new Promise((registered, refused) => {
            this.agent.on('registered', registered);
            this.agent.on('registrationFailed', event => refused(new Error(event.cause)));
            this.agent.start();
        });
    },

    call(uri) {
        this.state = 'calling';
        this.session = this.agent.call(uri, {
            mediaStream: tone(),
            eventHandlers: {
                peerconnection: event => this.meter.listen(event.peerconnection),
                confirmed: () => (this.state = 'up'),
                ended: event => this.over(event),
                failed: event => this.over(event),
            },
        });
        this.meter.listen(this.session.connection);
    },

    over(event) {
        console.log('over', event.originator, event.cause);
        this.state = 'over';
    },

    hold(on) {
        return on ? this.session.hold() : this.session.unhold();
    },

    press(keys) {
        this.session.sendDTMF(keys);
    },

    write(uri, text) {
        this.agent.sendMessage(uri, text, {
            eventHandlers: {
                succeeded: () => console.log('text taken'),
                failed: event => console.log('text refused', event.cause),
            },
        });
    },

    hears(hz) {
        return this.meter.level(hz);
    },

    hangUp() {
        this.session.terminate();
    },
};
