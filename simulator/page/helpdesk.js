import { ask, clockTime, el, report } from './dom.js';
import { stateOf, uncounted, why } from './words.js';

const channels = { telegram: 'Telegram', viber: 'Viber' };
/** The form that completes a dialogue, the table of dialogues and the digest's button. */
export function createHelpdesk({ onClient }) {
  const form = document.querySelector('#complete');
  const completed = document.querySelector('#completed');
  const body = document.querySelector('#dialogues');
  const none = document.querySelector('#no-dialogues');
  const digest = document.querySelector('#digest');
  const sent = document.querySelector('#sent');
  let names = new Map();

  const chosen = () => {
    const [channel, ...id] = form.elements.client.value.split(':');
    return { channel, clientId: id.join(':') };
  };
  form.elements.client.addEventListener('change', () => onClient(chosen()));

  form.addEventListener('submit', (event) => {
    event.preventDefault();
    void complete();
  });
  async function complete() {
    const button = form.querySelector('button[type=submit]');
    if (button.getAttribute('aria-busy')) return;
    button.setAttribute('aria-busy', 'true');
    const { operator, team, topic, scenario } = form.elements;
    const { channel, clientId } = chosen();
    try {
      const { dialogue, asked, reason } = await ask('page/dialogues', {
        channel,
        clientId,
        operator: operator.value,
        team: team.value,
        topic: topic.value,
        scenario: scenario.value,
      });
      onClient({ channel, clientId });
      const name = names.get(`${channel}:${clientId}`);
      const later = dialogue.outcome === 'scheduled';
      const outcome = asked
        ? `${name} is asked in ${channels[channel]}.`
        : later
          ? `${name} will be asked in ${channels[channel]} soon.`
          : `Completed. ${name} is not asked: ${why(reason ?? dialogue.notAskedReason)}.`;
      const look = el(
        'button',
        { type: 'button', class: 'small narrow', onclick: () => onClient({ channel, clientId }, true) },
        `Open the chat in ${channels[channel]}`,
      );
      report(completed, asked || later ? 'good' : 'plain', outcome, ...(asked || later ? [look] : []));
      await list();
    } catch (error) {
      report(completed, 'bad', error.message);
    } finally {
      button.removeAttribute('aria-busy');
    }
  }

  digest.addEventListener('click', () => void sendDigest());
  async function sendDigest() {
    if (digest.getAttribute('aria-busy')) return;
    digest.setAttribute('aria-busy', 'true');
    try {
      const answer = await ask('page/digests', {});
      const lines = answer.sent.map(({ supervisor, ok, error }) =>
        ok
          ? `Sent to ${nameOf(supervisor)}.`
          : `Not sent to ${nameOf(supervisor)}: ${error ?? 'no reason given'}`,
      );
      const good = answer.sent.every(({ ok }) => ok);
      report(sent, good ? 'good' : 'bad', lines.join('\n') || 'There is no supervisor to send it to.');
    } catch (error) {
      report(sent, 'bad', error.message);
    } finally {
      digest.removeAttribute('aria-busy');
    }
  }

  const nameOf = (supervisor) => {
    const [channel] = supervisor.split(':');
    return names.has(supervisor) ? `${names.get(supervisor)} in ${channels[channel] ?? channel}` : supervisor;
  };

  async function list() {
    try {
      const { dialogues } = await ask('page/dialogues');
      none.textContent = 'No dialogue was completed yet.';
      none.hidden = dialogues.length > 0;
      body.replaceChildren(...dialogues.map(row));
    } catch (error) {
      none.textContent = error.message;
      none.hidden = false;
    }
  }

  const cell = (label, ...content) => el('td', { role: 'cell', 'data-label': label }, ...content);
  function row(dialogue) {
    const { channel, clientId, outcome, rating, comment } = dialogue;
    const leftOut = uncounted(dialogue);
    return el(
      'tr',
      {
        role: 'row',
        class: leftOut && 'uncounted',
        'data-testid': 'dialogue-row',
        'data-dialogue': dialogue.id,
      },
      cell('Time', el('time', { datetime: dialogue.completedAt }, clockTime(dialogue.completedAt))),
      cell('Channel', el('span', { class: `chip ${channel}` }, channels[channel] ?? channel)),
      cell('Client', names.get(`${channel}:${clientId}`) ?? clientId),
      cell('Operator', dialogue.operator ?? '—'),
      cell('Topic', dialogue.topic ?? '—', el('small', {}, dialogue.scenario)),
      cell(
        'Asked',
        el('span', { class: `asked ${outcome}` }, stateOf(dialogue)),
        leftOut && el('small', {}, leftOut),
      ),
      cell('CSAT', rating === null || rating === undefined ? '—' : el('strong', {}, String(rating))),
      cell('Client Comment', el('span', { class: 'comment', dir: 'auto' }, comment || '—')),
    );
  }

  function drawClients(state) {
    const content = JSON.stringify(
      Object.keys(channels).map((channel) => state[channel].map(({ name }) => name)),
    );
    const select = form.elements.client;
    if (select.dataset.content === content) return;
    select.dataset.content = content;
    const before = select.value;
    select.replaceChildren(
      ...Object.entries(channels).map(([channel, label]) =>
        el(
          'optgroup',
          { label },
          ...state[channel]
            .filter(({ supervisor, group }) => !supervisor && !group)
            .map(({ clientId, name }) =>
              el('option', { value: `${channel}:${clientId}` }, `${name} · ${label}`),
            ),
        ),
      ),
    );
    if (before) select.value = before;
  }

  function drawScenarios(scenarios) {
    const select = form.elements.scenario;
    if (select.options.length === scenarios.length) return;
    select.replaceChildren(...scenarios.map((scenario) => el('option', { value: scenario }, scenario)));
    if (scenarios.includes('csat')) select.value = 'csat';
  }

  return {
    list,
    show(state) {
      names = new Map(
        Object.keys(channels).flatMap((channel) =>
          state[channel].map(({ clientId, name }) => [`${channel}:${clientId}`, name]),
        ),
      );
      drawClients(state);
      drawScenarios(state.scenarios);
    },
  };
}
