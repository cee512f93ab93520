import type { Command } from '../command.ts';
import { showFigures } from './csat.ts';

/** `/week`: the figures of this week, which begins on Monday. What is typed after it means the same as after `/csat`. */
export const week: Command = {
  about: 'figures.aboutWeek',
  action: 'read_figures',
  run: (call, tools) => showFigures(call, tools, 'week'),
};
