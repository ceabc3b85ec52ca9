/** What this browser remembers of its user; where it may store nothing, it is forgotten with the page. */
const unstored = new Map();

export function recall(key) {
    try {
        return localStorage.getItem(`tandem.${key}`) ?? unstored.get(key);
    } catch {
        return unstored.get(key);
    }
}

export function remember(key, value) {
    unstored.set(key, value);
    try {
        localStorage.setItem(`tandem.${key}`, value);
    } catch {
        // Forgotten with the page.
    }
}
