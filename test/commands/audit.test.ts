import { mkdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { createSqliteStore } from '../../src/store/sqlite/store.ts';
import type { Store } from '../../src/store/store.ts';
import { addToCells } from '../audit/packed.ts';
import { dialogue } from '../stats/dialogues.ts';
import { run, serviceFolder } from './run.ts';

const march = { from: new Date('2025-02-28T22:00:00Z'), to: new Date('2025-03-31T21:00:00Z') };
const completedAt = new Date('2025-03-20T10:00:00Z');
const notAsked = { askedAt: null, outcome: 'not_asked', rating: null, notAskedReason: 'cooldown' } as const;

async function withStore(folder: string, work: (store: Store) => Promise<void>): Promise<void> {
  const store = createSqliteStore({ path: join(folder, 'data', 'afterword.db') });
  await store.open();
  await work(store);
  await store.close();
}

async function audit(folder: string, ...options: string[]): Promise<{ code: number | null; output: string }> {
  const environment = { REPORT_TIMEZONE: 'Europe/Kyiv', SUPERVISOR_LANGUAGE: 'uk' };
  const started = run(folder, ['audit', ...options], environment);
  const code = await started.ended;
  return { code, output: started.output() };
}

/** A folder of a service with two dialogues of March, of two teams. */
async function stocked(): Promise<string> {
  const folder = serviceFolder();
  mkdirSync(join(folder, 'data'));
  await withStore(folder, async (store) => {
    // Its version is one whose text the store does not have.
    const scenarioVersion = 'deadbeefdeadbeef';
    await store.insertDialogue(dialogue({ id: 'a', team: 'Sales', completedAt, scenarioVersion }));
    await store.insertDialogue(dialogue({ id: 'b', team: 'Second line', completedAt, ...notAsked }));
  });
  return folder;
}

describe('afterword audit', () => {
  it('writes a folder with the dialogues of a team, in the language that is asked for', async () => {
    const folder = await stocked();
    const options = ['--month', '2025-03', '--team', 'SECOND line', '--language', 'en', '--out', 'own/pack'];
    const { code, output } = await audit(folder, ...options);
    expect(output).toMatch(
      /^own\/pack\/index\.html: 1 dialogues of 2025-03\n\d+ figures were counted twice, and all of them are equal\.$/,
    );
    expect(code).toBe(0);
    const page = readFileSync(join(folder, 'own', 'pack', 'index.html'), 'utf8');
    expect(page).toContain('<html lang="en">');
    expect(page).not.toContain('Sales');
  });

  it('says what does not agree, and ends with 1', async () => {
    const folder = await stocked();
    const whole = await audit(folder, '--month', '2025-03');
    expect(whole.output).toContain('evidence-2025-03/index.html: 2 dialogues of 2025-03');
    expect(whole.output).toContain(
      'NOT AS ASKED  scenario csat, version deadbeefdeadbeef: its text is missing',
    );
    expect(whole.code).toBe(1);
    await withStore(folder, (store) => addToCells(store, march, 2));
    const altered = await audit(folder, '--month', '2025-03', '--out', 'altered');
    expect(altered.output).toContain('NOT EQUAL  all, completed: shown 4, recounted 2');
    expect(altered.output).toMatch(/^\d+ of \d+ figures differ from the recount\.$/m);
    expect(altered.code).toBe(1);
    const page = readFileSync(join(folder, 'altered', 'index.html'), 'utf8');
    expect(page).toContain('<html lang="uk">');
    expect(page).toContain('banner wrong');
  });

  it('names each slip with its remedy', async () => {
    const folder = serviceFolder();
    const slips = await audit(folder, '--month', '2999-01', '--language', 'de', '--team', ' ');
    expect(slips).toEqual({
      code: 1,
      output: [
        '--language: there are no pages in "de"; write en or uk',
        '--team is empty; write the name of a team',
        '--month: "2999-01" is out of range; choose a month from 2000-01 on',
      ].join('\n'),
    });
    const { output } = await audit(folder);
    expect(output).toMatch(/^--month is missing; write which month, such as --month \d{4}-\d\d$/);
    expect(await audit(folder, '--month', '2025-03', '--out', 'scenarios')).toEqual({
      code: 1,
      output: '--out: scenarios is not empty; name another folder, or delete what is in it',
    });
  });
});
