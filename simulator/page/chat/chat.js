import { ask, clockTime, el, report } from '../dom.js';
import { draw } from './markup.js';
import { createMenu } from './menu.js';
import { createReply, quoteOf } from './reply.js';
import { drawUpload } from './upload.js';

const toastMs = 3500;

/**
 * One chat as its platform draws it: `show(chat)` draws the chat as it is now. `id` begins the test ids of
 * its parts: `telegram`, `viber`, `supervisor`.
 */
export function createChat(id, platform) {
  const messages = el('div', {
    class: 'messages',
    role: 'log',
    tabindex: '0',
    'aria-label': 'Messages',
    'data-testid': `${id}-messages`,
  });
  const toast = el('div', { class: 'toast', role: 'status', 'data-testid': `${id}-toast` });
  const bottom = el('div', {
    class: 'bottom',
    role: 'group',
    'aria-label': 'Keyboard',
    'data-testid': `${id}-keyboard`,
  });
  const input = el('textarea', {
    rows: '1',
    maxlength: '4096',
    placeholder: platform === 'telegram' ? 'Message' : 'Type a message…',
    'aria-label': 'Message to the bot',
    'data-testid': `${id}-input`,
  });
  const send = el(
    'button',
    { type: 'submit', class: 'send', 'aria-label': 'Send', 'data-testid': `${id}-send` },
    '➤',
  );
  const voice = el(
    'button',
    { type: 'button', class: 'send', 'aria-label': 'Send a voice message', 'data-testid': `${id}-voice` },
    '🎤',
  );
  const reply = createReply(id, { onClose: () => input.focus() });
  const replyTo = () => (platform === 'telegram' ? { replyTo: reply.messageId() } : {});
  const menu = createMenu(id, { onChoose: (text) => void act('say', { text, replyTo: '' }) });
  const composer = el(
    'form',
    { class: 'composer' },
    menu.button,
    input,
    platform === 'telegram' ? voice : null,
    send,
  );
  const start = el(
    'button',
    { type: 'button', class: 'start', 'data-testid': `${id}-start` },
    platform === 'telegram' ? 'Start' : 'Open the chat',
  );
  const hint = el('p', { class: 'hint' });
  const notice = el('div', { class: 'notice', role: 'alert', 'data-testid': `${id}-notice` });
  const root = el(
    'div',
    { class: `phone ${platform}`, 'data-testid': `${id}-chat` },
    el(
      'div',
      { class: 'bar' },
      el('span', { class: 'avatar', 'aria-hidden': 'true' }, '★'),
      el(
        'div',
        {},
        el('strong', {}, 'Afterword'),
        el('small', {}, platform === 'telegram' ? 'bot' : 'Bot · Viber'),
      ),
    ),
    el('div', { class: 'screen' }, messages, toast),
    notice,
    hint,
    start,
    reply.root,
    menu.commands,
    composer,
    bottom,
  );

  let chat = null;
  let drawn = new Map();
  let toasts = null;
  let toastTimer;

  /** Sends one action of the person; what went wrong is shown where they look. */
  const act = async (action, more = {}, button = null) => {
    button?.setAttribute('aria-busy', 'true');
    notice.replaceChildren();
    try {
      const { status } = await ask(`page/chats/${platform}/${action}`, { clientId: chat.clientId, ...more });
      if (status === null) report(notice, 'bad', 'Afterword has not taken this yet.');
      else if (status < 200 || status > 299) report(notice, 'bad', refusal(status));
      return true;
    } catch (error) {
      report(notice, 'bad', error.message);
      return false;
    } finally {
      button?.removeAttribute('aria-busy');
    }
  };

  const key = (button, messageId) =>
    el(
      'button',
      {
        type: 'button',
        class: platform === 'viber' ? `key columns-${button.columns ?? 6} rows-${button.rows ?? 1}` : 'key',
        onclick: (event) => {
          if (event.currentTarget.getAttribute('aria-busy')) return;
          if (button.url) window.open(addressOf(button, messageId), '_blank', 'noopener');
          if (button.opens !== 'app')
            void act('tap', { label: button.label, ...(messageId && { messageId }) }, event.currentTarget);
        },
      },
      button.label,
    );

  /** A Mini App is opened with init data, which the platform signs. */
  const addressOf = (button, messageId) => {
    if (button.opens !== 'app') return button.url;
    const pressed = new URLSearchParams({ clientId: chat.clientId, label: button.label, messageId });
    return `page/apps/${platform}?${pressed}`;
  };

  /** Scrolls to the newest message: to its end, or to its beginning where it is longer than the screen. */
  const reveal = () => {
    const newest = messages.lastElementChild;
    const long = newest && newest.offsetHeight > messages.clientHeight;
    messages.scrollTop = long ? newest.offsetTop - 8 : messages.scrollHeight;
  };

  const revealLoaded = ({ id: messageId }) => {
    if (chat.messages.at(-1)?.id === messageId) reveal();
  };

  const drawMessage = (message) =>
    el(
      'div',
      { class: `message ${message.from}` },
      el(
        'div',
        { class: 'bubble', lang: chat.locale },
        el('span', { class: 'sr-only' }, message.from === 'bot' ? 'Afterword: ' : `${chat.name}: `),
        message.forwardedFrom
          ? el('div', { class: 'forwarded' }, 'Forwarded from ', el('strong', {}, message.forwardedFrom.name))
          : null,
        platform === 'telegram' ? quoteOf(message, chat) : null,
        message.attachment ? drawUpload(message.attachment, () => revealLoaded(message)) : null,
        el('div', { class: 'text', dir: 'auto' }, ...wordsOf(message, platform)),
        el(
          'time',
          { datetime: message.at },
          message.edited ? `edited ${clockTime(message.at)}` : clockTime(message.at),
        ),
      ),
      platform === 'telegram' && message.keyboard.length > 0
        ? el(
            'div',
            { class: 'inline', role: 'group', 'aria-label': 'Keyboard of this message' },
            ...message.keyboard.map((row) =>
              el('div', { class: 'row' }, ...row.map((button) => key(button, message.id))),
            ),
          )
        : null,
    );

  const drawMessages = () => {
    const next = new Map();
    const hadFocus = messages.contains(document.activeElement) && document.activeElement !== messages;
    let grew = false;
    // A message that is edited grows without leaving the screen of who is at the end.
    const atEnd = messages.scrollHeight - messages.scrollTop - messages.clientHeight < 40;
    const newest = chat.messages.at(-1)?.id;
    const nodes = chat.messages.map((message) => {
      const content = JSON.stringify(message);
      const known = drawn.get(message.id);
      if (!known) grew = true;
      if (known?.content !== content && message.id === newest && atEnd) grew = true;
      const entry = known?.content === content ? known : { content, node: drawMessage(message) };
      next.set(message.id, entry);
      return entry.node;
    });
    drawn = next;
    for (const child of Array.from(messages.children).filter((node) => !nodes.includes(node))) child.remove();
    nodes.forEach((node, index) => {
      if (messages.children[index] !== node) messages.insertBefore(node, messages.children[index] ?? null);
    });
    if (nodes.length === 0) messages.append(el('p', { class: 'quiet' }, quiet(chat, platform)));
    if (grew) reveal();
    if (hadFocus && !messages.contains(document.activeElement)) messages.focus({ preventScroll: true });
  };

  const drawBottom = () => {
    const content = JSON.stringify([chat.clientId, chat.bottomKeyboard]);
    if (bottom.dataset.content === content) return;
    bottom.dataset.content = content;
    const hadFocus = bottom.contains(document.activeElement);
    bottom.replaceChildren(...chat.bottomKeyboard.flat().map((button) => key(button)));
    if (hadFocus) messages.focus({ preventScroll: true });
    reveal();
  };

  const drawToast = () => {
    if (toasts !== null && chat.toasts > toasts && chat.toast) {
      toast.textContent = chat.toast;
      clearTimeout(toastTimer);
      toastTimer = setTimeout(() => toast.replaceChildren(), toastMs);
    }
    toasts = chat.toasts;
  };

  composer.addEventListener('submit', async (event) => {
    event.preventDefault();
    const text = input.value.trim();
    if (text === '') return;
    input.value = '';
    if (!(await act('say', { text, ...replyTo() }))) input.value = text;
  });
  voice.addEventListener('click', () => void act('voice', replyTo(), voice));
  input.addEventListener('keydown', (event) => {
    if (event.key !== 'Enter' || event.shiftKey || event.isComposing) return;
    event.preventDefault();
    composer.requestSubmit();
  });
  start.addEventListener('click', async () => {
    if (await act('open', {}, start)) input.focus();
  });

  return {
    root,
    act,
    reveal,
    show(next) {
      if (chat?.clientId !== next.clientId) {
        drawn = new Map();
        toasts = null;
        messages.replaceChildren();
        toast.replaceChildren();
        notice.replaceChildren();
        input.value = '';
      }
      chat = next;
      // What takes room from the messages is there before they are scrolled to the newest.
      const mute = platform === 'telegram' && chat.blocked;
      start.hidden = chat.opened;
      composer.hidden = !chat.opened || mute;
      if (platform === 'telegram') reply.show(composer.hidden ? { ...chat, messages: [] } : chat);
      voice.hidden = chat.supervisor === true || chat.group !== undefined;
      menu.show(composer.hidden ? [] : chat.commands);
      hint.textContent = hintFor(chat, platform);
      bottom.hidden = chat.bottomKeyboard.length === 0;
      drawMessages();
      drawBottom();
      drawToast();
    },
  };
}

/** Of what a client sent besides words, the caption: the rest is drawn. */
function wordsOf({ from, markup, text, attachment }, platform) {
  if (from === 'bot') return draw(platform, markup);
  return [attachment ? (attachment.caption ?? '') : text];
}

function refusal(status) {
  return status === 0
    ? 'Afterword did not answer, and this was not delivered.'
    : `Afterword refused this (HTTP ${status}), and it was given up after some retries.`;
}

function quiet(chat, platform) {
  if (chat.supervisor) return 'The digest will be shown here.';
  if (!chat.opened)
    return platform === 'telegram'
      ? 'Press Start to open the chat with the bot.'
      : 'The chat is not open yet.';
  return 'Nothing here yet. Complete a dialogue in the helpdesk.';
}

function hintFor(chat, platform) {
  if (chat.blocked && platform === 'telegram') return 'The bot is blocked: neither side can write.';
  if (chat.blocked) return 'Unsubscribed: the bot cannot write. A message from here subscribes again.';
  if (platform === 'viber' && chat.opened && !chat.subscribed) {
    return 'Viber lets a bot write only after the client’s first message: say hello.';
  }
  return '';
}
