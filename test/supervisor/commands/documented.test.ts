import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { commands } from '../../../src/supervisor/commands/index.ts';
import { history } from './history.ts';
import { iryna, openCommands, viktor } from './asking.ts';

const page = readFileSync(new URL('../../../docs/commands.md', import.meta.url), 'utf8');

describe('docs/commands.md', () => {
  it('names every command', () => {
    for (const name of Object.keys(commands)) expect(page).toContain(`\`/${name}`);
  });

  it.each(['/week', '/operators', '/dialogue 4011'])('shows what %s answers', async (asked) => {
    const desk = await openCommands(history(new Date('2026-11-22T12:05:00Z')));
    const { title, text } = await desk.types(iryna, asked);
    expect(page).toContain(`\`\`\`\n${title}\n${text}\n`);
  });
});

describe('/help', () => {
  it.each([iryna, viktor])(
    'has a button for each command that is not cut in half a row: $language',
    async (person) => {
      const desk = await openCommands();
      const { choices = [] } = await desk.types(person, '/help');
      const labels = choices.flat().map(({ label }) => label);
      expect(new Set(labels).size).toBe(Object.keys(commands).length - 2);
      for (const label of labels) expect(label).toMatch(/^\p{L}.{0,15}$/u);
    },
  );
});
