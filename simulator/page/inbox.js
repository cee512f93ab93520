import { createConversation } from './conversation.js';
import { ask, clockTime, el, report } from './dom.js';
import { createSettings } from './inbox-settings.js';

const channels = { telegram: 'Telegram', viber: 'Viber' };

/** The helpdesk with an inbox of its own: its conversations, the one that is open, and its settings. */
export function createInbox({ onClient }) {
  const form = document.querySelector('#complete');
  const root = document.querySelector('#inbox');
  const tabs = [...document.querySelectorAll('button[data-desk]')];
  const notice = el('div', { class: 'notice', 'data-testid': 'inbox-notice' });
  const total = el('p', { class: 'meaning', 'data-testid': 'inbox-total' });
  const list = el('div', { class: 'conversations', 'data-testid': 'inbox-list' });
  const conversation = createConversation({ act, onLook: (client) => onClient(client, true) });
  const settings = createSettings({ act });
  root.append(notice, total, list, conversation.root, settings.root);

  let chosen = null;
  let wasRelayed = null;
  let wasFirst = null;

  for (const tab of tabs) tab.addEventListener('click', () => openDesk(tab.dataset.desk));
  function openDesk(name) {
    document.body.dataset.desk = name;
    for (const tab of tabs) tab.setAttribute('aria-pressed', String(tab.dataset.desk === name));
    form.hidden = name !== 'form';
    root.hidden = name !== 'inbox';
    conversation.reveal();
  }

  /** What went wrong is shown in `where`; gives the answer, or null where it went wrong. */
  async function act(action, body, where, button = null) {
    button?.setAttribute('aria-busy', 'true');
    try {
      const answer = await ask(`page/helpdesk/${action}`, body);
      where.replaceChildren();
      await load();
      return answer;
    } catch (error) {
      report(where, 'bad', error.message);
      return null;
    } finally {
      button?.removeAttribute('aria-busy');
    }
  }

  async function load() {
    const state = await ask(`page/helpdesk${chosen === null ? '' : `?conversation=${chosen}`}`);
    const [newest] = state.conversations;
    if (!state.open && newest) {
      chosen = newest.id;
      return load();
    }
    const relayed = Object.keys(channels).filter((channel) => state.relayed[channel]);
    if (wasRelayed === null && relayed.length > 0) openDesk('inbox');
    wasRelayed = relayed;
    drawNotice(state, relayed);
    drawTab(state);
    drawList(state);
    conversation.show(state.open);
    settings.show(state);
  }

  function drawNotice({ counts, conversations }, relayed) {
    const direct = counts.telegram.taken + counts.viber.taken > 0;
    if (relayed.length === 2 || (relayed.length === 0 && direct)) return notice.replaceChildren();
    const missing = Object.keys(channels).filter((channel) => !relayed.includes(channel));
    const variables = missing.map((channel) => `RELAY_URL_${channel.toUpperCase()}`).join(' and ');
    const what =
      relayed.length > 0
        ? `This helpdesk receives nothing of ${missing.map((channel) => channels[channel]).join(' and ')} yet`
        : `This helpdesk receives nothing ${conversations.length > 0 ? 'any more' : 'yet'}`;
    report(
      notice,
      'plain',
      `${what}: set ${variables} in .env as “Connect it to Afterword” below shows, and run npm start again.`,
    );
  }

  function drawTab({ conversations }) {
    const waiting = conversations.filter(({ waits }) => waits).length;
    const tab = tabs.find(({ dataset }) => dataset.desk === 'inbox');
    tab.textContent = `An inbox on the same bot${waiting > 0 ? ` (${waiting})` : ''}`;
  }

  function drawList({ conversations }) {
    const content = JSON.stringify([conversations, chosen]);
    if (list.dataset.content === content) return;
    list.dataset.content = content;
    const waiting = conversations.filter(({ waits }) => waits).length;
    total.hidden = conversations.length < 2;
    total.textContent = `${conversations.length} conversations, ${waiting} waiting`;
    const focused = document.activeElement?.dataset.conversation;
    list.replaceChildren(...conversations.map(row));
    if (conversations.length === 0) list.append(el('p', { class: 'empty' }, 'No conversation yet.'));
    // The open one stays in sight where it stands; where it has come first, so do its neighbours.
    if (chosen === conversations[0]?.id && chosen !== wasFirst) list.scrollTop = 0;
    wasFirst = conversations[0]?.id ?? null;
    if (focused) list.querySelector(`[data-conversation="${focused}"]`)?.focus();
  }

  const row = ({ id, channel, clientId, name, status, last, activityAt, waits }) =>
    el(
      'button',
      {
        type: 'button',
        class: 'conversation-row',
        'aria-pressed': String(id === chosen),
        'data-conversation': id,
        'data-testid': 'inbox-conversation',
        onclick: () => {
          chosen = id;
          const switched = onClient({ channel, clientId });
          void load().then(() => conversation.noteSwitch(id, switched));
        },
      },
      el(
        'span',
        { class: 'row-head' },
        el('strong', { dir: 'auto' }, name),
        el('span', { class: `chip ${channel}` }, channels[channel]),
        el('span', { class: `status ${status}` }, waits ? 'waits' : status),
      ),
      el(
        'span',
        { class: 'row-last' },
        el('span', { class: 'preview', dir: 'auto' }, last),
        el('time', { datetime: activityAt }, clockTime(activityAt)),
      ),
    );

  return { load };
}
