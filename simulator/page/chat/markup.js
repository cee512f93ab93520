import { el } from '../dom.js';

const telegramTags = new Set([
  'B',
  'STRONG',
  'I',
  'EM',
  'U',
  'INS',
  'S',
  'STRIKE',
  'DEL',
  'CODE',
  'PRE',
  'BLOCKQUOTE',
]);

/** Nodes for a message's markup: Telegram's HTML or Viber's marks. Nothing else of the text becomes an element. */
export function draw(platform, markup) {
  return platform === 'telegram' ? drawHtml(markup) : drawMarks(markup);
}

function drawHtml(markup) {
  const copy = (node) => {
    if (node.nodeType === Node.TEXT_NODE) return [document.createTextNode(node.data)];
    if (node.nodeType !== Node.ELEMENT_NODE) return [];
    const children = [...node.childNodes].flatMap(copy);
    if (node.tagName === 'BLOCKQUOTE' && node.hasAttribute('expandable')) return [fold(children)];
    if (telegramTags.has(node.tagName)) return [el(node.tagName.toLowerCase(), {}, ...children)];
    if (node.tagName === 'A' && /^(https?|tg):/.test(node.getAttribute('href') ?? '')) {
      return [
        el(
          'a',
          { href: node.getAttribute('href'), target: '_blank', rel: 'noopener noreferrer' },
          ...children,
        ),
      ];
    }
    return children;
  };
  const { body } = new DOMParser().parseFromString(`<body>${markup}`, 'text/html');
  return [...body.childNodes].flatMap(copy);
}

/** A quote of which three lines are seen until it is opened. */
function fold(children) {
  const quote = el('blockquote', { class: 'folded' }, ...children);
  const button = el('button', { type: 'button', class: 'unfold', 'aria-expanded': 'false' }, '… Show more');
  button.addEventListener('click', () => {
    const isFolded = quote.classList.toggle('folded');
    button.setAttribute('aria-expanded', String(!isFolded));
    button.textContent = isFolded ? '… Show more' : 'Show less';
  });
  return el('div', { class: 'fold' }, quote, button);
}

const marks = [
  { tag: 'code', pattern: /```([^`]+)```/ },
  { tag: 'b', pattern: /(?<![\w*])\*(\S|\S[^*\n]*\S)\*(?![\w*])/ },
  { tag: 'i', pattern: /(?<![\w_])_(\S|\S[^_\n]*\S)_(?![\w_])/ },
  { tag: 's', pattern: /(?<![\w~])~(\S|\S[^~\n]*\S)~(?![\w~])/ },
];

function drawMarks(text) {
  const found = marks
    .map(({ tag, pattern }) => ({ tag, match: pattern.exec(text) }))
    .filter(({ match }) => match)
    .sort((a, b) => a.match.index - b.match.index)[0];
  if (!found) return [document.createTextNode(text)];
  const { tag, match } = found;
  return [
    document.createTextNode(text.slice(0, match.index)),
    el(tag, {}, ...(tag === 'code' ? [match[1]] : drawMarks(match[1]))),
    ...drawMarks(text.slice(match.index + match[0].length)),
  ];
}
