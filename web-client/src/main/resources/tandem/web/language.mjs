/** The page's texts: words-LANGUAGE.json, chosen by the browser's languages or by hand, with plural forms by the language's own rules. */
import { recall, remember } from './store.mjs';

export const LANGUAGES = new Map([
    ['en', 'English'],
    ['ru', 'Русский'],
    ['zh', '中文'],
]);

let current = 'en';
let words = {};
let plurals = new Intl.PluralRules(current);

export function language() {
    return current;
}

/** The remembered language, or the first of the browser's that there is, or English. */
export function preferred() {
    const wanted = [recall('language'), ...navigator.languages.map(each => each.toLowerCase().split('-')[0])];
    return wanted.find(each => LANGUAGES.has(each)) ?? 'en';
}

/** Takes that language for the whole page. */
export async function speak(code) {
    const answer = await fetch(new URL(`words-${code}.json`, import.meta.url));
    words = await answer.json();
    current = code;
    plurals = new Intl.PluralRules(code);
    document.documentElement.lang = code === 'zh' ? 'zh-Hans' : code;
    inWords(document);
}

export function choose(code) {
    remember('language', code);
    return speak(code);
}

/** The text of that key, with {names} filled in; one with plural forms takes the form for `count`. */
export function say(key, values = {}) {
    const found = words[key];
    const text = typeof found === 'object' ? (found[plurals.select(values.count)] ?? found.other) : (found ?? key);
    return text.replace(/\{(\w+)\}/g, (all, name) => (name in values ? shown(values[name]) : all));
}

/** Whether there is a text of that key. */
export function knows(key) {
    return key in words;
}

/** Fills in the texts that the document names by data-words, data-words-label and data-words-placeholder. */
export function inWords(root) {
    for (const each of root.querySelectorAll('[data-words]')) each.textContent = say(each.dataset.words);
    for (const each of root.querySelectorAll('[data-words-label]')) each.setAttribute('aria-label', say(each.dataset.wordsLabel));
    for (const each of root.querySelectorAll('[data-words-placeholder]')) each.placeholder = say(each.dataset.wordsPlaceholder);
}

function shown(value) {
    return typeof value === 'number' ? value.toLocaleString(current) : String(value);
}
