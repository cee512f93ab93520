import type { Command } from '../command.ts';
import { showFigures } from './csat.ts';

/** `/month`: the figures of this month. What is typed after it means the same as after `/csat`. */
export const month: Command = {
  about: 'figures.aboutMonth',
  action: 'read_figures',
  run: (call, tools) => showFigures(call, tools, 'month'),
};
