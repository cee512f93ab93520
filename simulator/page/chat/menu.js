import { el } from '../dom.js';

/** The commands of a chat behind a button: `onChoose` is given the text to send, `/today`. */
export function createMenu(id, { onChoose }) {
  const commands = el('div', {
    class: 'commands',
    id: `${id}-commands`,
    role: 'group',
    'aria-label': 'Commands',
    'data-testid': `${id}-commands`,
    hidden: true,
  });
  const button = el(
    'button',
    {
      type: 'button',
      class: 'menu',
      'aria-expanded': 'false',
      'aria-controls': `${id}-commands`,
      'data-testid': `${id}-menu`,
      hidden: true,
    },
    '☰ Menu',
  );
  const open = (isOpen) => {
    commands.hidden = !isOpen;
    button.setAttribute('aria-expanded', String(isOpen));
    if (isOpen) commands.scrollTop = 0;
  };
  button.addEventListener('click', () => open(commands.hidden));
  for (const element of [button, commands]) {
    element.addEventListener('keydown', (event) => {
      if (event.key !== 'Escape' || commands.hidden) return;
      open(false);
      button.focus();
    });
  }

  return {
    button,
    commands,
    /** @param list `{ command, description }`; empty: there is no menu */
    show(list) {
      const content = JSON.stringify(list);
      if (commands.dataset.content === content) return;
      commands.dataset.content = content;
      button.hidden = list.length === 0;
      open(false);
      commands.replaceChildren(
        ...list.map(({ command, description }) =>
          el(
            'button',
            {
              type: 'button',
              onclick: () => {
                open(false);
                onChoose(`/${command}`);
              },
            },
            el('strong', {}, `/${command}`),
            el('span', { dir: 'auto' }, description),
          ),
        ),
      );
    },
  };
}
