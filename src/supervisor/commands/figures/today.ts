import type { Command } from '../command.ts';
import { showFigures } from './csat.ts';

/** `/today`: the figures of today so far, compared with yesterday at the same hour. What is typed after it means the same as after `/csat`. */
export const today: Command = {
  about: 'figures.aboutToday',
  action: 'read_figures',
  run: (call, tools) => showFigures(call, tools, 'today'),
};
