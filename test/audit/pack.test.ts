import { createHash } from 'node:crypto';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { anyDialoguesAndMore, dialogue } from '../stats/dialogues.ts';
import { addToCells, asked, at, audited, packed } from './packed.ts';

const november = { from: new Date('2026-10-31T22:00:00Z'), to: new Date('2026-11-30T22:00:00Z') };
const notAsked = { outcome: 'not_asked', rating: null, askedAt: null, answeredAt: null } as const;
const voided = { at: at(21).getTime(), by: 'Ірина', reason: 'a test' };

describe('a pack', () => {
  it('holds every figure twice, from the kept counts and from the rows, and they are equal', async () => {
    await fc.assert(
      fc.asyncProperty(anyDialoguesAndMore, async (dialogues) => {
        const { result, rows } = await packed(await audited(dialogues), { month: '2026-10' });
        expect(result).toMatchObject({ rows: dialogues.length, differences: [] });
        expect(rows('dialogues.csv')).toHaveLength(dialogues.length);
        expect(rows('recount.csv')).toHaveLength(result.figures);
        expect(rows('recount.csv').every(({ equal }) => equal === 'true')).toBe(true);
      }),
      { numRuns: 8 },
    );
  });

  it('says which figures differ when the kept counts of a day were altered', async () => {
    const one = await audited([dialogue({ id: 'a', completedAt: at(20) })]);
    expect((await packed(one)).result.differences).toEqual([]);
    await addToCells(one.store, november, 1);
    const { result, rows, page } = await packed(one);
    const completed = result.differences.find(({ figure }) => figure === 'completed');
    expect(completed).toEqual({
      dimension: '',
      name: null,
      figure: 'completed',
      scale: null,
      shown: 2,
      recounted: 1,
      isEqual: false,
    });
    expect(rows('recount.csv').filter(({ equal }) => equal === 'false')).toHaveLength(
      result.differences.length,
    );
    expect(page).toContain(
      `${result.differences.length} figures differ from what the dialogues themselves give`,
    );
    expect(page).toMatch(/<tr class="bad"><th scope="row">Completed dialogues<\/th>/);
  });

  it('is counted again when an answer came between the two counts', async () => {
    let late = dialogue({ id: 'a', completedAt: at(20), outcome: 'open', rating: null, answeredAt: null });
    let lists = 0;
    const one = await audited([late], {
      over: (store) => ({
        ...store,
        async listDialogues(options) {
          const page = await store.listDialogues(options);
          lists += 1;
          if (lists > 1) return page;
          late = { ...late, outcome: 'answered', rating: 2, answeredAt: at(21) };
          await store.saveDialogue(late);
          return page;
        },
      }),
    });
    const { result } = await packed(one);
    expect(result.differences).toEqual([]);
  });

  it('lists who was left out by which rule, so that the rows are as many as the figures say', async () => {
    const reopened = { at: at(20, 12).getTime(), what: 'reopened', by: 'chatwoot' } as const;
    const cancelled = { at: at(20, 9).getTime(), what: 'cancelled', by: 'api', reason: 'spam' } as const;
    const one = await audited([
      asked('counted', 'en'),
      asked('cooldown', 'en', { ...notAsked, notAskedReason: 'cooldown' }),
      asked('not wanted', 'en', { ...notAsked, notAskedReason: 'not_wanted', course: [cancelled] }),
      asked('voided', 'en', { voided, notAskedReason: 'cooldown' }),
      asked('superseded', 'en', { superseded: true, course: [reopened] }),
      asked('disputed', 'en', { disputed: true }),
    ]);
    const { rows, result, page } = await packed(one);
    const left = rows('left-out.csv').map(({ id, rule, effect, by, reason }) => [
      id,
      rule,
      effect,
      by,
      reason,
    ]);
    expect(left.toSorted((one, other) => (one[0] ?? '').localeCompare(other[0] ?? ''))).toEqual([
      ['cooldown', 'cooldown', 'not_asked', '', ''],
      ['disputed', 'disputed', 'counted', '', ''],
      ['not wanted', 'not_wanted', 'not_asked', 'api', 'spam'],
      ['superseded', 'superseded', 'in_no_figure', 'chatwoot', ''],
      ['voided', 'voided', 'in_no_figure', 'Ірина', 'a test'],
    ]);
    const [all] = rows('figures.csv');
    expect(all).toMatchObject({
      completed: '4',
      'notAsked.cooldown': '1',
      'notAsked.not_wanted': '1',
      disputed: '1',
    });
    expect(result.differences).toEqual([]);
    expect(page).toContain('The helpdesk wanted it not asked about');
  });

  it('shows the targets that stood at the end of the month, not those of today', async () => {
    const one = await audited([asked('a', 'en')], { now: at(5) });
    const target = { metric: 'csatPercent', scale: null, team: null } as const;
    await one.targets.set({ ...target, value: 0.8 }, 'Iryna');
    one.clock.set(new Date('2026-12-10T09:00:00Z'));
    await one.targets.set({ ...target, value: 0.95 }, 'Petro');
    const { rows, page } = await packed(one);
    expect(rows('targets.csv')).toMatchObject([
      {
        metric: 'csatPercent',
        value: '0.8',
        setBy: 'Iryna',
        judgedFrom: '2026-11-01',
        judgedTo: '2026-11-30',
        verdict: 'met',
      },
    ]);
    expect(page).toContain('CSAT: at least 80%');
  });

  it('holds only what its reader may see', async () => {
    const one = await audited([
      asked('mine', 'en', { team: 'Second  Line', channel: 'viber' }),
      asked('other channel', 'en', { team: 'second line' }),
      asked('other team', 'en', { team: 'Sales', channel: 'viber' }),
      asked('no team', 'en', { team: null, channel: 'viber' }),
    ]);
    await one.targets.set({ metric: 'csatPercent', scale: null, team: 'Sales', value: 0.5 }, 'Iryna');
    one.clock.set(new Date('2027-01-10T09:00:00Z'));
    const scope = { team: ['SECOND line'], channel: 'viber' };
    const { files, result, rows } = await packed(one, { scope, month: '2026-11' });
    expect(rows('dialogues.csv').map(({ id }) => id)).toEqual(['mine']);
    expect(result).toMatchObject({ rows: 1, differences: [] });
    const leaked = [...files.values()].filter((text) => /Sales|other channel|no team/.test(text));
    expect(leaked).toEqual([]);
    expect((await packed(one, { scope: { team: [] } })).result).toMatchObject({ rows: 0, differences: [] });
  });

  it('names each file with its checksum', async () => {
    const { files, rows, page } = await packed(await audited([asked('a', 'en')]));
    const listed = rows('manifest.csv');
    expect(listed.map(({ file }) => file)).toEqual(
      [...files.keys()].filter((name) => name !== 'manifest.csv'),
    );
    for (const { file = '', bytes, sha256 } of listed) {
      const text = files.get(file) ?? '';
      expect([bytes, sha256]).toEqual([
        String(Buffer.byteLength(text)),
        createHash('sha256').update(text).digest('hex'),
      ]);
      if (file !== 'index.html') expect(page).toContain(sha256);
    }
  });

  it('is neither a formula nor markup, whatever names and comments hold', async () => {
    const evil = '=cmd|calc!A0';
    const script = '<script>alert(1)</script>';
    const course = [{ at: at(20).getTime(), what: 'voided', by: script, reason: evil } as const];
    const one = await audited([
      asked('a', 'en', { operator: script, team: evil, topic: '"><img src=x>', comment: evil, course }),
    ]);
    const { files, page } = await packed(one);
    expect(page).not.toMatch(/<script|<img/);
    expect(page).toContain('&lt;script>alert(1)&lt;/script>');
    for (const [name, text] of files) {
      if (name.endsWith('.csv')) expect(text, name).not.toMatch(/(^|,)"?=cmd/m);
    }
  });

  it('of a month that is not over says so, and of one without dialogues', async () => {
    const one = await audited([asked('a', 'en')], { now: at(25) });
    const { page } = await packed(one);
    expect(page).toContain('The month is not over: its figures stand as of 2026-11-25 12:00');
    const { page: empty, result } = await packed(one, { month: '2026-10', language: 'uk' });
    expect(empty).toContain('У цьому місяці не завершено жодного діалогу.');
    expect(empty).toContain('<html lang="uk">');
    expect(result).toMatchObject({ rows: 0, differences: [] });
    expect(() => one.audit.open({ month: '2026-12', scope: {}, language: 'en' })).toThrow(
      'has not begun yet',
    );
  });

  it('is made while it is read, a page of dialogues at a time', async () => {
    const dialogues = Array.from({ length: 600 }, (_, i) => asked(`d${i}`, 'en'));
    let pages = 0;
    const one = await audited(dialogues, {
      over: (store) => ({
        ...store,
        listDialogues: (options) => {
          pages++;
          return store.listDialogues(options);
        },
      }),
    });
    for await (const { body } of one.audit.open({ month: '2026-11', scope: {}, language: 'en' }).files) {
      const iterator = body[Symbol.asyncIterator]();
      await iterator.next();
      expect(pages).toBe(0);
      await iterator.next();
      expect(pages).toBe(1);
      break;
    }
  });
});
