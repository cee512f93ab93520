import { may } from '../../access/may.ts';
import { askButton, rowsOf } from '../buttons.ts';
import { periodNames } from '../reading/period.ts';
import type { Command } from './command.ts';

/** `/start`: who one is here, what comes to this chat, and the first buttons. */
export const start: Command = {
  about: 'start.about',
  action: null,
  asksAsClient: true,
  async run({ place, t, asClient }, { welcome }) {
    // A person of the company may be a client as well: the buttons of a question that waits stay.
    const asked = await asClient();
    const periods = may(place, 'read_figures')
      ? periodNames.map((name) => askButton(t('figures.button', { name }), name))
      : [];
    return {
      text: welcome(place),
      choices: asked?.choices ?? [...rowsOf(periods, 2), [askButton(t('help.about'), 'help')]],
    };
  },
};
