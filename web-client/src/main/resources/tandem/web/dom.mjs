/** The few moves on the document that the page's parts share. What people wrote goes in as text, never as HTML. */

export function byId(id) {
    return document.getElementById(id);
}

/** A new element; attributes that are false or undefined are left out, children may be text. */
export function element(tag, attributes = {}, ...children) {
    const made = document.createElement(tag);
    for (const [name, value] of Object.entries(attributes)) {
        if (value !== undefined && value !== false) made.setAttribute(name, value === true ? '' : value);
    }
    made.append(...children);
    return made;
}

/** The sprite's drawing of that name; what it means has to stand beside it in words. */
export function icon(name) {
    const svg = document.createElementNS('http://www.w3.org/2000/svg', 'svg');
    svg.setAttribute('class', 'icon');
    svg.setAttribute('aria-hidden', 'true');
    const use = document.createElementNS('http://www.w3.org/2000/svg', 'use');
    use.setAttribute('href', `#icon-${name}`);
    svg.append(use);
    return svg;
}

export function button(words, act, { symbol, ...attributes } = {}) {
    const made = element('button', { type: 'button', ...attributes }, ...(symbol ? [icon(symbol)] : []), element('span', {}, words));
    made.addEventListener('click', act);
    return made;
}

/** Writes text only where it is another one, so that screen readers are not told the same twice. */
export function write(target, text) {
    if (target.textContent !== text) target.textContent = text;
}

/** Shows the icon and the words of a control. */
export function label(control, symbol, words) {
    if (control.dataset.symbol === symbol && control.textContent === words) return;
    control.dataset.symbol = symbol;
    control.replaceChildren(icon(symbol), element('span', {}, words));
}

/** Opens a dialog; resolves when it is closed, by whatever way. The browser puts the focus back where it was. */
export function show(dialog) {
    if (!dialog.open) dialog.showModal();
    return new Promise(resolve => dialog.addEventListener('close', resolve, { once: true }));
}

/** Buttons marked data-close close their dialog. */
export function closable() {
    for (const dialog of document.querySelectorAll('dialog')) {
        dialog.addEventListener('click', event => {
            if (event.target.closest('[data-close]')) dialog.close();
        });
    }
}

/** Asks before what cannot be taken back. */
export async function sure(question, yes) {
    const dialog = byId('sure-dialog');
    const go = byId('sure-yes');
    write(byId('sure-text'), question);
    write(go, yes);
    let answer = false;
    go.onclick = () => {
        answer = true;
        dialog.close();
    };
    await show(dialog);
    return answer;
}
