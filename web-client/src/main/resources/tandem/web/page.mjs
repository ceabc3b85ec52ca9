/** The room page: from the lobby into the room and out again. */
import { connect } from '/client.mjs';
import { askForTab, PinDialog } from './dialogs.mjs';
import { button, byId, closable, element, write } from './dom.mjs';
import { choose, knows, language, LANGUAGES, preferred, say, speak } from './language.mjs';
import { Microphone } from './microphone.mjs';
import { RoomView, words } from './room-view.mjs';
import { secureLink } from './secure.mjs';
import { recall, remember } from './store.mjs';
import { Tabs } from './tabs.mjs';

const STAGES = ['starting', 'lobby', 'waiting', 'trouble', 'room'];

/** After these it makes no sense to try the same again from here. */
const FINAL = new Set(['token-needed', 'token-wrong', 'token-expired', 'no-webrtc', 'not-found', 'origin', 'version']);

const number = decodeURIComponent(location.pathname.match(/\/r\/([^/]+)/)?.[1] ?? '');
const token = takeToken();
const pin = new PinDialog();
const microphone = new Microphone(() => microphoneChanged());
const view = new RoomView(microphone, token, () => leave());
const tabs = new Tabs(number, () => yieldToTab());

let room;
let trouble;
let joining;
let ringing = false;
let waitsFor;
let yielded = false;

await speak(preferred());
closable();
languages();
byId('brand').href = location.pathname;
byId('name').value = invitedAs() ?? recall('name') ?? '';
byId('name').readOnly = invitedAs() !== undefined;
byId('name-fixed').hidden = !byId('name').readOnly;
byId('join-form').addEventListener('submit', event => {
    event.preventDefault();
    join();
});
byId('name').addEventListener('input', () => named(true));
byId('waiting-cancel').addEventListener('click', () => joining?.abort());
if (typeof RTCPeerConnection === 'function') lobby();
else fail({ cause: 'no-webrtc', message: 'no WebRTC' });

/** The token leaves the address bar, where it could be seen, copied and remembered; a reload in this tab still has it. */
function takeToken() {
    const address = new URL(location.href);
    const key = `tandem.token.${number}`;
    const given = address.searchParams.get('token');
    try {
        if (given) sessionStorage.setItem(key, given);
    } catch {
        // Then a reload does without.
    }
    if (given) {
        address.searchParams.delete('token');
        history.replaceState(history.state, '', address);
        return given;
    }
    try {
        return sessionStorage.getItem(key) ?? undefined;
    } catch {
        return undefined;
    }
}

/** The name that a token gives its bearer (RFC 7519 section 3); it is the gateway that looks whether the token is good. */
function invitedAs() {
    try {
        const octets = atob(token.split('.')[1].replaceAll('-', '+').replaceAll('_', '/'));
        return JSON.parse(new TextDecoder().decode(Uint8Array.from(octets, each => each.charCodeAt(0)))).name || undefined;
    } catch {
        return undefined;
    }
}

function stage(name) {
    for (const each of STAGES) byId(each).hidden = each !== name;
    document.body.dataset.stage = name;
}

function languages() {
    const select = byId('language');
    for (const [code, name] of LANGUAGES) {
        select.append(element('option', { value: code, lang: code, selected: code === language() }, name));
    }
    select.addEventListener('change', async () => {
        await choose(select.value);
        draw();
    });
}

function draw() {
    const place = say('lobby.title', { room: number });
    write(byId('lobby-title'), place);
    drawWaiting();
    microphone.draw();
    joinWords();
    if (document.body.dataset.stage === 'lobby') {
        microphone.mount(byId('lobby-microphone'));
        secure();
    }
    if (room) view.draw();
    else document.title = `${place} · Tandem`;
    if (trouble) drawTrouble();
}

function drawWaiting() {
    write(byId('waiting-title'), ringing ? say('waiting.ringing', { number }) : say(waitsFor ? `waiting.${waitsFor}` : 'waiting.title'));
    byId('waiting-text').hidden = !waitsFor;
    write(byId('waiting-text'), waitsFor ? say(`waiting.${waitsFor}.text`) : '');
}

// --- the lobby

function lobby() {
    trouble = undefined;
    stage('lobby');
    draw();
    byId(byId('name').value ? 'join' : 'name').focus();
    microphone.prepare();
}

/** Says where this page has a microphone, if it has none here. */
function secure() {
    const link = secureLink(token);
    if (link) byId('lobby-microphone').append(link, element('p', { class: 'quiet' }, say('secure.warning')));
}

function joinWords() {
    const listening = ['no-microphone', 'insecure-context'].includes(microphone.trouble);
    write(byId('join'), say(listening ? 'lobby.listen' : 'lobby.join'));
}

function named(there) {
    byId('name-trouble').hidden = there;
    byId('name').setAttribute('aria-invalid', !there);
    if (there) byId('name').removeAttribute('aria-describedby');
    else byId('name').setAttribute('aria-describedby', 'name-trouble');
}

/** Joins; `taking` the place of another tab without asking again. */
async function join(taking = false) {
    const name = byId('name').value.trim();
    named(name !== '');
    if (name === '') return byId('name').focus();
    if (joining) return;
    if (!invitedAs()) remember('name', name);
    joining = new AbortController();
    try {
        if (await tabs.another()) {
            if (!taking && !(await askForTab())) return;
            await tabs.take();
        }
        await enter(name);
    } catch (error) {
        if (error.cause === 'cancelled') lobby();
        else fail(error);
    } finally {
        joining = undefined;
        ringing = false;
        waitsFor = undefined;
    }
}

/** Microphone and seat are asked for at once: neither waits for the other, and without a microphone one still hears. */
async function enter(name) {
    trouble = undefined;
    pin.begin();
    stage('waiting');
    draw();
    byId('waiting-title').focus();
    const listening = ['no-microphone', 'insecure-context'].includes(microphone.trouble);
    const opening = listening ? Promise.reject(new Error('no microphone')) : microphone.open();
    opening.catch(() => {});
    try {
        room = await connect({ room: number, name, token, signal: joining.signal, askPin: (...asked) => pin.ask(...asked), onState: waited });
    } finally {
        pin.close();
    }
    tabs.inRoom = true;
    yielded = false;
    room.on('ended', ended);
    if (byId('enter-muted').checked) room.mute();
    stage('room');
    view.begin(room);
    opening.then(microphoneChanged, () => view.microphoneMissing());
}

/** The line that waits was rung through, or stands at a door: the page says which, and the focus has it read out. */
function waited(state, before, what) {
    if (room || !['ringing', 'waiting'].includes(state)) return;
    ringing = state === 'ringing';
    waitsFor = state === 'waiting' ? what : undefined;
    pin.close();
    draw();
    byId('waiting-title').focus();
}

// --- in the room and out of it

/** The track is another one, or none: the room gets it. */
async function microphoneChanged() {
    joinWords();
    if (trouble) microphone.close(); // allowed too late: nobody is to be listened to where there is nobody to hear
    if (!room) return;
    await room.publish({ audio: microphone.track ?? false }).catch(() => {});
    if (microphone.track) view.microphoneThere();
    else if (microphone.trouble) view.microphoneMissing();
}

function leave() {
    return room?.leave();
}

/** Another tab takes the place. */
function yieldToTab() {
    yielded = true;
    return leave();
}

function ended(error) {
    room = undefined;
    tabs.inRoom = false;
    view.end();
    fail(yielded ? { cause: 'other-tab', message: 'used in another tab' } : error);
}

// --- what went wrong, and what to do

function fail(error) {
    trouble = error;
    microphone.close();
    stage('trouble');
    drawTrouble();
    byId('trouble-title').focus();
}

function drawTrouble() {
    const known = knows(`cause.${trouble.cause}`);
    write(byId('trouble-title'), known ? words(trouble) : say('cause.unknown'));
    write(byId('trouble-text'), say(known ? `cause.${trouble.cause}.do` : 'cause.unknown.do'));
    byId('trouble-detail').hidden = known;
    write(byId('trouble-detail'), known ? '' : say('cause.detail', { words: trouble.message }));
    byId('trouble-actions').replaceChildren(wayOn());
}

function wayOn() {
    if (trouble.cause === 'other-tab') return button(say('tab.take'), () => join(true), { class: 'primary' });
    if (trouble.cause === 'normal') return button(say('rejoin'), () => join(), { class: 'primary' });
    if (FINAL.has(trouble.cause)) return button(say('reload'), () => location.reload());
    return button(say('try-again'), lobby, { class: 'primary' });
}
