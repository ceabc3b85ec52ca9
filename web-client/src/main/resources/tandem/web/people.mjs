/** Who is here, as a list that is drawn in place, so that the focus on a button of it survives every change. */
import { button, element, icon, sure, write } from './dom.mjs';
import { say } from './language.mjs';

const PROTOCOLS = { sip: 'phone', h323: 'system', webrtc: 'browser' };

export class People {
    #list;
    #room;
    #shown = new Map();

    constructor(list) {
        this.#list = list;
    }

    /** Shows the people of this room from now on. */
    of(room) {
        this.#room = room;
        this.#shown.clear();
        this.#list.replaceChildren();
        this.draw();
    }

    draw() {
        const self = this.#room.self;
        const people = this.#room.participants;
        const here = new Set(people.map(each => each.id));
        for (const [id, row] of this.#shown) {
            if (here.has(id)) continue;
            row.root.remove();
            this.#shown.delete(id);
        }
        const hands = this.#room.hands.map(each => each.id);
        for (const each of people) this.#drawOne(each, each.id === self?.id, self?.role === 'host', hands);
        const own = self && this.#shown.get(self.id).root;
        if (own && this.#list.firstElementChild !== own) this.#list.prepend(own);
    }

    #drawOne(participant, own, hosting, hands) {
        const row = this.#shown.get(participant.id) ?? this.#newRow(participant.id);
        const protocol = PROTOCOLS[participant.protocol] ?? 'phone';
        const name = participant.name || say('nameless');
        if (row.protocol !== protocol) {
            row.protocol = protocol;
            row.face.className = `face ${protocol}`;
            row.face.replaceChildren(icon(protocol));
        }
        write(row.name, own ? say('you', { name }) : name);
        write(row.kind, say(`protocol.${protocol}`));
        row.root.classList.toggle('speaks', participant.speaking);
        this.#tag(row, 'speaking', participant.speaking, 'speaking');
        this.#tag(row, 'hand', participant.hand, 'hand', hands.length > 1 ? hands.indexOf(participant.id) + 1 : 0);
        row.hand.hidden = !participant.hand;
        write(row.hand.lastElementChild, say('host.lower-hand'));
        row.hand.setAttribute('aria-label', say('host.lower-hand-one', { name }));
        this.#tag(row, 'muted', participant.muted, 'mic-off');
        this.#tag(row, 'held', participant.held, 'pause');
        this.#tag(row, 'host', participant.role === 'host', 'star');
        row.acts.hidden = !hosting || own;
        row.mute.disabled = row.remove.disabled = row.hand.disabled = this.#room.state === 'reconnecting';
        row.mute.hidden = participant['muted-itself']; // its owner closed it, and opens it again
        const mute = participant.muted ? 'host.unmute-one' : 'host.mute-one';
        write(row.mute.lastElementChild, say(participant.muted ? 'host.unmute' : 'host.mute'));
        row.mute.setAttribute('aria-label', say(mute, { name }));
        write(row.remove.lastElementChild, say('host.remove'));
        row.remove.setAttribute('aria-label', say('host.remove-one', { name }));
    }

    /** `place` says who raised a hand before whom, where several did. */
    #tag(row, kind, shown, symbol, place = 0) {
        const text = shown && (place ? say('tag.hand-place', { place }) : say(`tag.${kind}`));
        const tag = row.tags.get(kind);
        if (!shown) {
            tag?.remove();
            row.tags.delete(kind);
        } else if (tag) {
            write(tag.lastElementChild, text);
        } else {
            const made = element('span', { class: `tag ${kind}` }, icon(symbol), element('span', {}, text));
            row.tags.set(kind, made);
            row.marks.append(made);
        }
    }

    #newRow(id) {
        const of = () => this.#room.participants.find(each => each.id === id);
        const face = element('span', {});
        const name = element('span', { class: 'name' });
        const kind = element('span', { class: 'kind' });
        const marks = element('span', { class: 'marks' });
        const mute = button('', () => this.#room.muteOther(id, !of().muted), { class: 'small' });
        const remove = button('', () => this.#remove(of()), { class: 'small' });
        const hand = button('', () => this.#room.lowerHand(id), { class: 'small' });
        const acts = element('span', { class: 'acts' }, mute, hand, remove);
        const root = element('li', { 'data-id': id }, face, element('span', { class: 'who' }, name, kind, marks), acts);
        const row = { root, face, name, kind, marks, mute, hand, remove, acts, tags: new Map() };
        this.#shown.set(id, row);
        this.#list.append(root);
        return row;
    }

    async #remove(participant) {
        const name = participant.name || say('nameless');
        if (await sure(say('host.remove-sure', { name }), say('host.remove'))) this.#room.remove(participant.id);
    }
}
