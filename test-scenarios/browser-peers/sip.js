// SIP.js behind the functions that test-scenarios' SipPage calls.

import { Inviter, Registerer, RegistererState, SessionState, UserAgent, Web } from 'sip.js';
import { Meter, tone } from './sound.js';

window.phone = {
    state: 'idle',
    meter: new Meter(),

    start(server, user) {
        this.agent = new UserAgent({
            uri: UserAgent.makeURI(`sip:${user}@127.0.0.1`),
            transportOptions: { server, keepAliveInterval: 2 },
            sessionDescriptionHandlerFactory: Web.defaultSessionDescriptionHandlerFactory(async () => tone()),
            logBuiltinEnabled: false,
        });
        return this.agent.start();
    },

    async register(server, domain, user, password) {
        this.agent = new UserAgent({
            uri: UserAgent.makeURI(`sip:${user}@${domain}`),
            authorizationUsername: user,
            authorizationPassword: password,
            transportOptions: { server, keepAliveInterval: 2 },
            sessionDescriptionHandlerFactory: Web.defaultSessionDescriptionHandlerFactory(async () => tone()),
            logBuiltinEnabled: false,
            delegate: { onInvite: invitation => this.take(invitation) },
        });
        await this.agent.start();
        const registerer = new Registerer(this.agent);
        await new Promise((registered, refused) => {
            registerer.stateChange.addListener(state => state === RegistererState.Registered && registered());
            registerer.register({
                requestDelegate: { onReject: response => refused(new Error(response.message.reasonPhrase)) },
            });
        });
    },

    async take(invitation) {
        this.session = invitation;
        invitation.delegate = {
            onSessionDescriptionHandler: handler => this.meter.listen(handler.peerConnection),
        };
        invitation.stateChange.addListener(state => {
            if (state === SessionState.Established) {
                this.state = 'up';
            } else if (state === SessionState.Terminated) {
                this.state = 'over';
            }
        });
        await invitation.accept();
    },

    async call(uri) {
        this.state = 'calling';
        this.session = new Inviter(this.agent, UserAgent.makeURI(uri), { earlyMedia: true });
        this.session.delegate = {
            onSessionDescriptionHandler: handler => this.meter.listen(handler.peerConnection),
            onMessage: message => {
                console.log('heard', message.request.body);
                message.accept();
            },
        };
        this.session.stateChange.addListener(state => {
            if (state === SessionState.Established) {
                this.state = 'up';
            } else if (state === SessionState.Terminated) {
                this.state = 'over';
            }
        });
        await this.session.invite();
    },

    hold(on) {
        return this.session.invite({ sessionDescriptionHandlerOptions: { hold: on } });
    },

    press(keys) {
        this.session.sessionDescriptionHandler.sendDtmf(keys);
    },

    write(uri, text) {
        return this.session.message({
            requestDelegate: {
                onAccept: () => console.log('text taken'),
                onReject: response => console.log('text refused', response.message.statusCode),
            },
            requestOptions: {
                body: { contentDisposition: 'render', contentType: 'text/plain', content: text },
            },
        });
    },

    hears(hz) {
        return this.meter.level(hz);
    },

    hangUp() {
        return this.session.bye();
    },
};
