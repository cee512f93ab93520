import type { Command } from '../command.ts';
import { showFigures } from './csat.ts';

/** `/yesterday`: the figures of yesterday. What is typed after it means the same as after `/csat`. */
export const yesterday: Command = {
  about: 'figures.aboutYesterday',
  action: 'read_figures',
  run: (call, tools) => showFigures(call, tools, 'yesterday'),
};
