/** Who waits at the room's door, for the host who may let them in: a list that is drawn in place, so that the focus survives. */
import { button, byId, element, icon, write } from './dom.mjs';
import { say } from './language.mjs';

const PROTOCOLS = { sip: 'phone', h323: 'system', webrtc: 'browser' };

export class Door {
    #room;
    #shown = new Map();
    #all = button('', () => this.#room.admitAll(), { class: 'small' });

    constructor() {
        byId('door-all').append(this.#all);
    }

    of(room) {
        this.#room = room;
        this.#shown.clear();
        byId('door-list').replaceChildren();
        this.draw();
    }

    draw() {
        const waiting = this.#room.waiting;
        const away = this.#room.state === 'reconnecting';
        byId('door').hidden = waiting.length === 0;
        write(byId('door-title'), say('door.title', { count: waiting.length }));
        this.#all.hidden = waiting.length < 2;
        this.#all.disabled = away;
        write(this.#all.lastElementChild, say('door.admit-all'));
        const here = new Set(waiting.map(each => each.id));
        for (const [id, row] of this.#shown) {
            if (here.has(id)) continue;
            row.root.remove();
            this.#shown.delete(id);
        }
        for (const each of waiting) this.#drawOne(each, away);
    }

    #drawOne(participant, away) {
        const row = this.#shown.get(participant.id) ?? this.#newRow(participant);
        const name = participant.name || say('nameless');
        write(row.name, name);
        write(row.kind, say(`protocol.${PROTOCOLS[participant.protocol] ?? 'phone'}`));
        for (const act of ['admit', 'refuse']) {
            row[act].disabled = away;
            write(row[act].lastElementChild, say(`door.${act}`));
            row[act].setAttribute('aria-label', say(`door.${act}-one`, { name }));
        }
    }

    #newRow({ id, protocol }) {
        const kind = PROTOCOLS[protocol] ?? 'phone';
        const row = {
            name: element('span', { class: 'name' }),
            kind: element('span', { class: 'kind' }),
            admit: button('', () => this.#room.admit(id), { class: 'small primary' }),
            refuse: button('', () => this.#room.refuse(id), { class: 'small' }),
        };
        row.root = element('li', { 'data-id': id },
            element('span', { class: `face ${kind}` }, icon(kind)),
            element('span', { class: 'who' }, row.name, row.kind),
            element('span', { class: 'acts' }, row.admit, row.refuse));
        this.#shown.set(id, row);
        byId('door-list').append(row.root);
        return row;
    }
}
