import { clockTime, el, report } from './dom.js';

const modes = { works: 'Works', down: 'Down', hangs: 'Hangs', slow: 'Slow' };
const explained = {
  works: '',
  down: 'It answers everything with 500.',
  hangs: 'It takes requests and never answers.',
  slow: 'It answers two seconds late.',
};
const channels = { telegram: 'Telegram', viber: 'Viber' };

/** What a person copies to Afterword's `.env`, what they enter here, and the switches for trying outages. */
export function createSettings({ act }) {
  const env = el('pre', { tabindex: '0', 'aria-label': 'Lines for .env', 'data-testid': 'inbox-env' });
  const copy = el('button', { type: 'button', class: 'small' }, 'Copy the lines');
  const url = el('input', { name: 'url', type: 'url', 'data-testid': 'inbox-webhook-url' });
  const secret = el('input', { name: 'secret', autocomplete: 'off', 'data-testid': 'inbox-signing-secret' });
  const suggested = el(
    'button',
    { type: 'button', class: 'small', 'data-testid': 'inbox-suggest' },
    'Fill in the address',
  );
  const save = el('button', { type: 'submit', class: 'primary', 'data-testid': 'inbox-save' }, 'Save');
  const saved = el('div', { class: 'outcome', role: 'status', 'data-testid': 'inbox-saved' });
  const webhook = el(
    'form',
    { class: 'facts', autocomplete: 'off', novalidate: true },
    el('label', { class: 'wide' }, 'Webhook URL, called when a conversation is resolved or reopened', url),
    el(
      'label',
      { class: 'wide' },
      el('span', {}, 'Signing secret, may be empty (CONNECT_CHATWOOT_', el('wbr'), 'SIGNING_SECRET)'),
      secret,
    ),
    suggested,
    save,
  );
  const attempts = el('ul', { class: 'attempts', 'data-testid': 'inbox-webhooks' });
  const switches = Object.entries(modes).map(([mode, label]) =>
    el(
      'button',
      {
        type: 'button',
        'data-mode': mode,
        'data-testid': `inbox-mode-${mode}`,
        onclick: () => void act('outage', { mode }, switched),
      },
      label,
    ),
  );
  const switched = el('div', { class: 'outcome', role: 'status' });
  const meaning = el('p', { class: 'meaning' });
  const counts = el('p', { class: 'meaning', 'data-testid': 'inbox-counts' });
  const registered = el('div', { class: 'outcome', role: 'status', 'data-testid': 'inbox-registered' });
  const registers = Object.entries(channels).map(([channel, label]) =>
    el(
      'button',
      {
        type: 'button',
        class: 'small',
        'data-testid': `inbox-register-${channel}`,
        onclick: async (event) => {
          const done = await act('register', { channel }, registered, event.currentTarget);
          if (done) report(registered, 'good', `${label} now calls this helpdesk, and Afterword no more.`);
        },
      },
      `Save the ${label} inbox`,
    ),
  );
  const connect = el(
    'details',
    { 'data-testid': 'inbox-connect' },
    el('summary', {}, 'Connect it to Afterword'),
    el('p', {}, '1. Put these lines into .env and run npm start again.'),
    env,
    copy,
    el('p', {}, '2. Enter where the helpdesk tells Afterword of its conversations.'),
    webhook,
    saved,
    attempts,
  );
  const outages = el(
    'details',
    { 'data-testid': 'inbox-outages' },
    el('summary', {}, 'Try an outage'),
    el('div', { class: 'switch', role: 'group', 'aria-label': 'How the helpdesk answers' }, ...switches),
    meaning,
    switched,
    counts,
    el(
      'p',
      {},
      'A helpdesk may register its own webhook again, as Chatwoot does when an inbox is saved, and so take the bot from Afterword.',
    ),
    el('div', { class: 'registers' }, ...registers),
    registered,
  );
  const root = el('div', { class: 'settings' }, connect, outages);

  let shown = null;
  let address = '';
  webhook.addEventListener('submit', async (event) => {
    event.preventDefault();
    const body = { webhookUrl: url.value.trim(), signingSecret: secret.value.trim() };
    if (await act('settings', body, saved, save)) report(saved, 'good', 'Saved.');
  });
  suggested.addEventListener('click', () => {
    url.value = address;
  });
  copy.addEventListener('click', async () => {
    try {
      await navigator.clipboard.writeText(env.textContent);
      copy.textContent = 'Copied';
    } catch {
      getSelection().selectAllChildren(env); // a page that is not served by this machine may not copy
      copy.textContent = 'Selected: copy it';
    }
  });

  return {
    root,
    show({ connection, settings, outage, counts: received, webhooks }) {
      env.textContent = connection.env.join('\n');
      address = connection.webhookUrl;
      url.placeholder = address;
      const content = JSON.stringify(settings);
      if (shown !== content) {
        shown = content;
        url.value = settings.webhookUrl;
        secret.value = settings.signingSecret;
      }
      for (const button of switches)
        button.setAttribute('aria-pressed', String(button.dataset.mode === outage));
      meaning.textContent = explained[outage];
      meaning.hidden = explained[outage] === '';
      counts.textContent = Object.entries(channels)
        .map(([channel, label]) => {
          const { taken, refused, missed } = received[channel];
          return `${label}: ${taken} received, ${missed} not answered, ${refused} refused.`;
        })
        .concat('All updates since the start are counted, also those that are no messages, such as receipts.')
        .join(' ');
      attempts.replaceChildren(
        ...webhooks
          .slice(0, 3)
          .map(({ at, conversation, status, answered }) =>
            el(
              'li',
              { 'data-state': answered >= 200 && answered < 300 ? 'good' : 'bad' },
              `${clockTime(at)} conversation ${conversation} ${status}: `,
              answered === 0 ? 'no answer within five seconds' : `answered ${answered}`,
            ),
          ),
      );
    },
  };
}
