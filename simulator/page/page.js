import { ask } from './dom.js';
import { createHelpdesk } from './helpdesk.js';
import { createInbox } from './inbox.js';
import { createClients, createSupervisor } from './people.js';

const link = document.querySelector('#link');
const views = [...document.querySelectorAll('.views button')];
const panel = (name) => document.querySelector(`[data-panel="${name}"]`);
const clients = {
  telegram: createClients('telegram', panel('telegram')),
  viber: createClients('viber', panel('viber')),
};
const supervisor = createSupervisor(panel('supervisor'));
const helpdesk = createHelpdesk({
  onClient({ channel, clientId }, look = false) {
    clients[channel].choose(clientId);
    if (look) openView(channel);
  },
});

const inbox = createInbox({
  onClient({ channel, clientId }, look = false) {
    const switched = clients[channel].choose(clientId);
    if (look) openView(channel);
    return switched;
  },
});

/** On a phone one part is shown at a time. */
function openView(name) {
  document.body.dataset.view = name;
  for (const button of views) {
    button.setAttribute('aria-pressed', String(button.dataset.view === name));
    if (button.dataset.view === name) button.removeAttribute('data-news');
  }
  ({ ...clients, supervisor })[name]?.reveal();
}
for (const button of views) button.addEventListener('click', () => openView(button.dataset.view));

/** Marks the parts that are out of sight and have a new message of the bot. */
let counted = null;
function markNews(state) {
  const counts = { telegram: '', viber: '', supervisor: '' };
  for (const platform of ['telegram', 'viber']) {
    for (const chat of state[platform]) {
      const newest = chat.messages.findLast(({ from }) => from === 'bot');
      counts[chat.supervisor ? 'supervisor' : platform] += `${newest?.id ?? ''} `;
    }
  }
  for (const button of views) {
    const name = button.dataset.view;
    if (counted && counts[name] !== counted[name] && document.body.dataset.view !== name)
      button.dataset.news = '';
  }
  counted = counts;
}

/** A link that was opened leads to its chat: `?chat=telegram:501`. */
const [platform, ...id] = (new URLSearchParams(location.search).get('chat') ?? '').split(':');
if (Object.hasOwn(clients, platform)) {
  clients[platform].choose(id.join(':'));
  openView(platform);
}

let loading = false;
let again = false;
/** Draws what the simulator knows; changes that come meanwhile are drawn in one more round. */
async function load() {
  if (loading) {
    again = true;
    return;
  }
  loading = true;
  try {
    const state = await ask('page/state');
    document.querySelector('#describe').textContent = state.describe;
    helpdesk.show(state);
    clients.telegram.show(state.telegram);
    clients.viber.show(state.viber);
    supervisor.show(state);
    markNews(state);
    await inbox.load();
    await helpdesk.list();
    setLink(true);
  } catch {
    setLink(false);
  } finally {
    loading = false;
  }
  if (again) {
    again = false;
    void load();
  }
}

function setLink(live) {
  link.dataset.live = String(live);
  link.textContent = live ? 'live' : 'no connection, trying again';
}

const events = new EventSource('events');
events.addEventListener('open', () => void load());
events.addEventListener('change', () => void load());
events.addEventListener('error', () => setLink(false));
