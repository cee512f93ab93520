import { ask, el } from './dom.js';
import { createChat } from './chat/chat.js';

/** The clients of one platform: who is shown, their language, whether they blocked the bot, and their chat. */
export function createClients(platform, panel) {
  const chat = createChat(platform, platform);
  const pills = el('div', { class: 'pills', role: 'group', 'aria-label': 'Whose phone' });
  const english = languageButton('en', 'English');
  const ukrainian = languageButton('uk', 'Українська');
  const block = el('button', { type: 'button', class: 'small', 'data-testid': `${platform}-block` });
  const language = el(
    'div',
    { class: 'switch', role: 'group', 'aria-label': 'The client’s language' },
    english,
    ukrainian,
  );
  panel.append(pills, chat.root, el('div', { class: 'tools' }, language, block));
  let people = [];
  let chosen = null;

  function languageButton(locale, name) {
    return el(
      'button',
      {
        type: 'button',
        lang: locale,
        'aria-label': name,
        'data-testid': `${platform}-language-${locale}`,
        onclick: () => void chat.act('language', { locale }),
      },
      locale.toUpperCase(),
    );
  }
  block.addEventListener('click', () => void chat.act(current().blocked ? 'unblock' : 'block', {}, block));
  const newcomer = el(
    'button',
    {
      type: 'button',
      class: 'pill add',
      'aria-label': 'Add a client who has not opened the chat',
      title: 'Add a client who has not opened the chat',
      'data-testid': `${platform}-add-client`,
      onclick: async () => {
        const { clientId } = await ask(`page/chats/${platform}/add`, {});
        choose(clientId);
      },
    },
    '+',
  );
  const current = () => people.find(({ clientId }) => clientId === chosen) ?? people[0];
  /** Gives whether another client was shown before. */
  const choose = (clientId) => {
    const before = current()?.clientId;
    chosen = clientId;
    draw();
    return before !== clientId;
  };

  function draw() {
    const person = current();
    if (!person) return;
    const content = JSON.stringify(
      people.map(({ clientId, name }) => [clientId, name, clientId === person.clientId]),
    );
    if (pills.dataset.content !== content) {
      pills.dataset.content = content;
      const focused = document.activeElement?.dataset.client;
      pills.replaceChildren(
        ...people.map(({ clientId, name, group }) =>
          el(
            'button',
            {
              type: 'button',
              class: 'pill',
              'aria-pressed': String(clientId === person.clientId),
              'data-client': clientId,
              'data-testid': `${platform}-client-${clientId}`,
              'aria-label': name,
              title: name,
              onclick: () => choose(clientId),
            },
            group ? `👥 ${name}` : name.split(' ')[0],
          ),
        ),
        newcomer,
      );
      if (focused) pills.querySelector(`[data-client="${CSS.escape(focused)}"]`)?.focus();
      const [shown, row] = [pills.querySelector('[aria-pressed="true"]'), pills].map((node) =>
        node.getBoundingClientRect(),
      );
      pills.scrollLeft += Math.max(0, shown.right - row.right + 3) - Math.max(0, row.left + 3 - shown.left);
    }
    english.setAttribute('aria-pressed', String(person.locale === 'en'));
    ukrainian.setAttribute('aria-pressed', String(person.locale === 'uk'));
    block.hidden = !person.opened || person.group !== undefined;
    language.hidden = person.group !== undefined;
    block.textContent = person.blocked ? 'Unblock the bot' : 'Block the bot';
    chat.show(person);
  }

  return {
    choose,
    reveal: chat.reveal,
    show(chats) {
      people = chats.filter(({ supervisor }) => !supervisor);
      draw();
    },
  };
}

/** The supervisor's two chats behind two tabs. */
export function createSupervisor(panel) {
  const platforms = ['telegram', 'viber'];
  const chats = {
    telegram: createChat('supervisor-telegram', 'telegram'),
    viber: createChat('supervisor-viber', 'viber'),
  };
  const known = {};
  let shown = 'telegram';
  const tabs = platforms.map((platform) =>
    el(
      'button',
      {
        type: 'button',
        class: 'pill',
        'data-testid': `supervisor-tab-${platform}`,
        onclick: () => {
          shown = platform;
          draw();
          chats[shown].reveal();
        },
      },
      platform === 'telegram' ? 'in Telegram' : 'in Viber',
    ),
  );
  const block = el('button', { type: 'button', class: 'small', 'data-testid': 'supervisor-block' });
  block.addEventListener(
    'click',
    () => void chats[shown].act(known[shown]?.blocked ? 'unblock' : 'block', {}, block),
  );
  panel.append(
    el('div', { class: 'pills', role: 'group', 'aria-label': 'The supervisor’s chats' }, ...tabs),
    chats.telegram.root,
    chats.viber.root,
    el('div', { class: 'tools' }, el('span', { class: 'grow' }), block),
  );

  function draw() {
    platforms.forEach((platform, index) => {
      tabs[index].setAttribute('aria-pressed', String(platform === shown));
      chats[platform].root.hidden = platform !== shown;
      if (known[platform]) chats[platform].show(known[platform]);
    });
    block.textContent = known[shown]?.blocked ? 'Unblock the bot' : 'Block the bot';
  }

  return {
    reveal: () => chats[shown].reveal(),
    show(state) {
      for (const platform of platforms)
        known[platform] = state[platform].find(({ supervisor }) => supervisor);
      draw();
    },
  };
}
