import type { CliCommand } from './command.ts';

export const demo: CliCommand = {
  description: 'live through a week of dialogues on the simulated platforms and print the digest',
  run: async (print) => (await import('../demo/demo.ts')).runDemo(print),
};
