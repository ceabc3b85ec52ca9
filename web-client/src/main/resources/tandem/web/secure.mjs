/** Browsers give a microphone to secure pages only, and the same page is served over HTTPS beside. */
import { element } from './dom.mjs';
import { say } from './language.mjs';

/** A link there, or nothing on a page that is secure, or where there is no HTTPS. A token goes along, since it has left this page's address. */
export function secureLink(token) {
    const port = document.querySelector('meta[name="tandem-https-port"]').content;
    if (isSecureContext || !port) return undefined;
    const address = new URL(location.href);
    address.protocol = 'https:';
    address.port = port;
    if (token) address.searchParams.set('token', token);
    return element('a', { href: address.href, class: 'primary link' }, say('secure.go'));
}
