import { clockTime, el, report } from './dom.js';

const channels = { telegram: 'Telegram', viber: 'Viber' };

/** One conversation of the inbox: its messages, a field to answer, and what an operator does with it. */
export function createConversation({ act, onLook }) {
  const title = el('strong', { dir: 'auto' });
  const number = el('small');
  const resolve = el(
    'button',
    { type: 'button', class: 'primary', 'data-testid': 'inbox-resolve' },
    'Resolve',
  );
  const reopen = el('button', { type: 'button', class: 'small', 'data-testid': 'inbox-reopen' }, 'Reopen');
  const messages = el('div', {
    class: 'thread',
    role: 'log',
    tabindex: '0',
    'aria-label': 'Messages of the conversation',
    'data-testid': 'inbox-messages',
  });
  const input = el('textarea', {
    rows: '1',
    maxlength: '4096',
    placeholder: 'Answer the client',
    'aria-label': 'Answer the client',
    'data-testid': 'inbox-input',
  });
  const send = el(
    'button',
    { type: 'submit', class: 'send', 'aria-label': 'Send', 'data-testid': 'inbox-send' },
    '➤',
  );
  const composer = el('form', { class: 'composer' }, input, send);
  const notice = el('div', { class: 'notice', role: 'alert', 'data-testid': 'inbox-error' });
  const assignee = el('input', {
    name: 'assignee',
    maxlength: '100',
    list: 'operators',
    'data-testid': 'inbox-assignee',
  });
  const team = el('input', { name: 'team', maxlength: '100', list: 'teams', 'data-testid': 'inbox-team' });
  const labels = el('input', {
    name: 'labels',
    maxlength: '200',
    placeholder: 'refund, delivery',
    'data-testid': 'inbox-labels',
  });
  const facts = el(
    'form',
    { class: 'facts', autocomplete: 'off' },
    el('label', {}, 'Operator', assignee),
    el('label', {}, 'Team', team),
    el('label', { class: 'wide' }, 'Labels, separated by commas', labels),
    el('button', { type: 'submit', class: 'small wide', 'data-testid': 'inbox-assign' }, 'Save'),
  );
  const attributes = el('p', { class: 'attributes', 'data-testid': 'inbox-attributes' });
  const switched = el('p', { class: 'meaning', role: 'status', 'data-testid': 'inbox-switched' });
  const look = el('button', { type: 'button', class: 'small narrow', 'data-testid': 'inbox-look' });
  const root = el(
    'section',
    { class: 'conversation', 'aria-label': 'The conversation', hidden: true },
    el('div', { class: 'conversation-head' }, el('div', {}, title, number), resolve, reopen),
    switched,
    look,
    messages,
    notice,
    composer,
    attributes,
    el('details', {}, el('summary', {}, 'Operator, team and labels'), facts),
  );

  let shown = null;
  let content = '';

  const id = () => ({ conversation: shown.id });
  const setStatus = async (action, button, again) => {
    const answer = await act(action, id(), notice, button);
    if (!answer || answer.told) return;
    const where = 'save a webhook URL under “Connect it to Afterword” below';
    report(notice, 'plain', `Nobody was told of this: ${where}${again}.`);
  };
  resolve.addEventListener(
    'click',
    () => void setStatus('resolve', resolve, ', then reopen and resolve again'),
  );
  reopen.addEventListener('click', () => void setStatus('reopen', reopen, ''));
  look.addEventListener('click', () => onLook(shown));
  composer.addEventListener('submit', async (event) => {
    event.preventDefault();
    const text = input.value.trim();
    if (text === '' || send.getAttribute('aria-busy')) return;
    input.value = '';
    if (!(await act('answer', { ...id(), text }, notice, send))) input.value = text;
  });
  input.addEventListener('keydown', (event) => {
    if (event.key !== 'Enter' || event.shiftKey || event.isComposing) return;
    event.preventDefault();
    composer.requestSubmit();
  });
  facts.addEventListener('submit', (event) => {
    event.preventDefault();
    const given = labels.value.split(',').map((label) => label.trim());
    void act(
      'assign',
      { ...id(), assignee: assignee.value, team: team.value, labels: given.filter((label) => label !== '') },
      notice,
      facts.querySelector('button'),
    );
  });

  const reveal = () => {
    messages.scrollTop = messages.scrollHeight;
  };

  const drawMessage = ({ from, text, at, author, edited, failed }) =>
    el(
      'div',
      { class: `entry ${from}`, 'data-testid': `inbox-${from}` },
      from === 'note' ? el('small', {}, 'Private note, not seen by the client') : null,
      author ? el('small', {}, author) : null,
      el('span', { class: 'text', dir: 'auto' }, from === 'note' ? withoutMarkdown(text) : text),
      failed ? el('small', { class: 'failed' }, `Not sent: ${failed}`) : null,
      el('time', { datetime: at }, edited ? `edited ${clockTime(at)}` : clockTime(at)),
    );

  return {
    root,
    reveal,
    /** Says that opening the conversation changed whose phone is shown beside it. */
    noteSwitch(conversation, isSwitched) {
      if (shown?.id !== conversation) return;
      const { name, channel } = shown;
      switched.textContent = isSwitched ? `${channels[channel]} was switched to the phone of ${name}.` : '';
    },
    show(conversation) {
      root.hidden = conversation === null;
      if (!conversation) return;
      const isOther = shown?.id !== conversation.id;
      shown = conversation;
      title.textContent = conversation.name;
      look.textContent = `Open the chat in ${channels[conversation.channel]}`;
      number.textContent = `Conversation ${conversation.id} · ${conversation.status}`;
      resolve.hidden = conversation.status === 'resolved';
      reopen.hidden = conversation.status === 'open';
      if (isOther) {
        notice.replaceChildren();
        switched.replaceChildren();
        input.value = '';
      }
      if (isOther || !facts.contains(document.activeElement)) {
        assignee.value = conversation.assignee;
        team.value = conversation.team;
        labels.value = conversation.labels.join(', ');
      }
      const known = Object.entries(conversation.customAttributes);
      attributes.textContent = known.map(([name, value]) => `${name}: ${value}`).join(' · ');
      const next = JSON.stringify([conversation.id, conversation.messages]);
      if (next === content) return;
      content = next;
      messages.replaceChildren(...conversation.messages.map(drawMessage));
      reveal();
    },
  };
}

/** Notes are Markdown: a character behind a backslash, and a line break behind two spaces, stand for themselves. */
function withoutMarkdown(text) {
  return text.replace(/\\([!-/:-@[-`{-~])/g, '$1').replaceAll('  \n', '\n');
}
