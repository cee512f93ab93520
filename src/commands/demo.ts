import process from 'node:process';
import type { CliCommand } from './command.ts';
import { environment } from './environment.ts';
import { stopOnSignals } from './stop.ts';

export const demo: CliCommand = {
  description: 'live through a week of dialogues on the simulated platforms and print the digest',
  options: [{ flags: '--serve', description: 'live through four weeks and serve the dashboard on them' }],
  async run(print, { options }) {
    if (options['serve'] !== true) return (await import('../demo/demo.ts')).runDemo(print);
    const { serveDemo } = await import('../demo/serve.ts');
    const starting = serveDemo(print, environment());
    stopOnSignals(starting, print, process);
    const { url } = await starting;
    print(`\n  The dashboard   ${url}/dashboard\n  The chats       ${url}\n  Ctrl-C stops it.`);
  },
};
