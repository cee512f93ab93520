import { el } from '../dom.js';

/**
 * The message that is replied to, above the text field: a message that opens the reply field does so until the client
 * sends a text or closes it, as Telegram's apps have it.
 */
export function createReply(id, { onClose }) {
  const text = el('span', { class: 'reply-text', dir: 'auto' });
  const close = el(
    'button',
    { type: 'button', class: 'close', 'aria-label': 'Do not reply', 'data-testid': `${id}-reply-close` },
    '✕',
  );
  const root = el(
    'div',
    { class: 'reply', role: 'group', 'aria-label': 'Reply to', 'data-testid': `${id}-reply`, hidden: true },
    el('div', { class: 'quote' }, el('strong', {}, 'Afterword'), text),
    close,
  );
  let message = null;
  /** What each client closed, by the client's id. */
  const closed = new Map();
  let clientId = null;

  close.addEventListener('click', () => {
    closed.set(clientId, message.id);
    message = null;
    root.hidden = true;
    onClose();
  });

  return {
    root,
    /** The id of the message that is replied to; empty: none. */
    messageId: () => message?.id ?? '',
    show(chat) {
      clientId = chat.clientId;
      const newest = chat.messages.at(-1);
      message = newest?.opensReply && closed.get(clientId) !== newest.id ? newest : null;
      root.hidden = message === null;
      text.textContent = message ? oneLine(message.text) : '';
    },
  };
}

/** The message that this one replies to, as a line above its text; null: it replies to none that is known. */
export function quoteOf(message, chat) {
  const quoted = message.replyTo && chat.messages.find(({ id }) => id === message.replyTo);
  if (!quoted) return null;
  return el(
    'div',
    { class: 'quote', dir: 'auto' },
    el('strong', {}, quoted.from === 'bot' ? 'Afterword' : chat.name),
    el('span', { class: 'reply-text' }, oneLine(quoted.text)),
  );
}

const oneLine = (text) => text.replace(/\s+/g, ' ');
