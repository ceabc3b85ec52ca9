/** The page that asks for a room. */
import { byId } from './dom.mjs';
import { preferred, say, speak } from './language.mjs';

await speak(preferred());
document.title = `${say('index.title')} · Tandem`;
byId('room-form').addEventListener('submit', event => {
    event.preventDefault();
    const room = byId('room').value.trim();
    if (room) location.assign(`/r/${encodeURIComponent(room)}`);
});
