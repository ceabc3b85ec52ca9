/** The text chat of a room: a log that is read out as it grows, and a line to write on. */
import { byId, element, write } from './dom.mjs';
import { language, say } from './language.mjs';

/** So many messages stay on the page. */
const KEPT = 500;

export class Chat {
    #log = byId('chat-log');
    #text = byId('chat-text');
    #reach = byId('chat-reach');
    #more = byId('chat-unread');
    #room;
    #lastFrom;
    #sent = '';
    #unread = 0;
    #inView = false;
    #onUnread;

    /** `onUnread(count)` is told how many lines have come that were not in view. */
    constructor(onUnread) {
        this.#onUnread = onUnread;
        new IntersectionObserver(entries => this.#seen(entries.at(-1).isIntersecting), { threshold: 0.5 }).observe(this.#log);
        document.addEventListener('visibilitychange', () => this.#seen(this.#inView));
        this.#more.addEventListener('click', () => this.#log.scrollIntoView({ block: 'center' }));
        byId('chat-form').addEventListener('submit', event => {
            event.preventDefault();
            this.#send();
        });
        this.#text.addEventListener('keydown', event => {
            if (event.key !== 'Enter' || event.shiftKey || event.isComposing) return;
            event.preventDefault();
            this.#send();
        });
        this.#text.addEventListener('input', () => this.#fit());
    }

    of(room) {
        this.#room = room;
        this.#lastFrom = undefined;
        this.#log.replaceChildren();
        this.#count(0);
        this.draw();
    }

    /** Says how many here cannot read what is written. */
    draw() {
        const count = this.#room.participants.filter(each => !each.chat).length;
        this.#reach.hidden = count === 0;
        write(this.#reach, count === 0 ? '' : say('chat.unreached', { count }));
        this.#count(this.#unread);
    }

    /** What was written last was not taken: it is there again, unless something else is being written. */
    refused() {
        if (this.#text.value) return;
        this.#text.value = this.#sent;
        this.#fit();
    }

    show({ from, text, at, own }) {
        const atEnd = this.#log.scrollHeight - this.#log.scrollTop - this.#log.clientHeight < 40;
        const name = own ? say('chat.you') : from.name || say('nameless');
        const time = at.toLocaleTimeString(language(), { hour: '2-digit', minute: '2-digit' });
        const repeated = this.#lastFrom === from.id;
        this.#lastFrom = from.id;
        this.#log.append(element('div', { class: `message${own ? ' own' : ''}${repeated ? ' repeated' : ''}` },
            element('div', { class: 'from' }, element('strong', {}, name), ' ', element('time', { datetime: at.toISOString() }, time)),
            element('div', { class: 'text', dir: 'auto' }, text)));
        while (this.#log.childElementCount > KEPT) this.#log.firstElementChild.remove();
        if (atEnd || own) this.#log.scrollTop = this.#log.scrollHeight;
        if (!own && (document.hidden || !this.#inView)) this.#count(this.#unread + 1);
    }

    #seen(inView) {
        this.#inView = inView;
        if (inView && !document.hidden) this.#count(0);
    }

    #count(unread) {
        const changed = unread !== this.#unread;
        this.#unread = unread;
        this.#more.hidden = unread === 0;
        write(this.#more, say('chat.unread', { count: unread }));
        if (changed) this.#onUnread(unread);
    }

    #send() {
        const text = this.#text.value.trim();
        if (!text || !this.#room) return;
        this.#room.send(text);
        this.#sent = text;
        this.#text.value = '';
        this.#fit();
    }

    /** As high as what is written, to a limit of the style sheet. */
    #fit() {
        this.#text.style.height = 'auto';
        this.#text.style.height = `${this.#text.scrollHeight + 2}px`;
    }
}
