import type { LightMyRequestResponse } from 'fastify';
import { describe, expect, it } from 'vitest';
import { createAudit } from '../../../../src/audit/pack.ts';
import type { Person } from '../../../../src/access/person.ts';
import { createDisputeLedger } from '../../../../src/disputes/dispute.ts';
import { auditPages } from '../../../../src/http/dashboard/audit/routes.ts';
import { createTargets } from '../../../../src/stats/targets/targets.ts';
import type { Store } from '../../../../src/store/store.ts';
import { unzip } from '../../../exports/read.ts';
import { dialogue } from '../../../stats/dialogues.ts';
import { recordingLog } from '../../../support/log.ts';
import { textIn } from '../dialogues/read-page.ts';
import { aPerson, type Dashboard, now, withDashboard } from '../with-dashboard.ts';

const completedAt = new Date('2026-10-20T10:00:00Z');
const dialogues = [
  dialogue({ id: 'of-sales', team: 'Sales', operator: 'Olena', completedAt }),
  dialogue({ id: 'of-second', team: 'Second line', operator: 'Andriy', completedAt }),
];

interface Opened extends Dashboard {
  logs: string[];
  download: (month: string, person: Person) => Promise<LightMyRequestResponse>;
}

async function open(over: (store: Store) => Store = (store) => store): Promise<Opened> {
  const { log, lines: logs } = recordingLog();
  const clock = { now: () => now };
  const dashboard = await withDashboard(dialogues, ({ store: own, statistics }) => {
    const store = over(own);
    const targets = createTargets({ store, clock, seed: [] });
    const audit = createAudit({ store, statistics, ledger: createDisputeLedger(store), targets, clock });
    return [auditPages({ audit, store, language: 'en', clock, log })];
  });
  return {
    ...dashboard,
    logs,
    // Async, since an injected request begins only when it is awaited.
    async download(month, person) {
      dashboard.visitor.person = person;
      const url = `/dashboard/audit/evidence.zip?month=${encodeURIComponent(month)}`;
      return dashboard.server.inject({ url, headers: { host: 'localhost' } });
    },
  };
}

const supervisor = aPerson({ role: 'supervisor', teams: ['sales'] });
const others = [aPerson({ role: 'operator', operators: ['Olena'] }), aPerson({ role: 'integrator' })];

describe('the page of evidence', () => {
  it('offers the months since the first dialogue, the last one that is over chosen', async () => {
    const opened = await open();
    const { status, html } = await opened.get('/dashboard/audit');
    expect(status).toBe(200);
    expect(html).toContain('<option value="2026-11">November 2026 (not over)</option>');
    expect(html).toContain('<option value="2026-10" selected>October 2026</option>');
    expect(html).toContain('All dialogues of the service.');
    opened.visitor.person = aPerson({ role: 'supervisor', teams: ['<b>Sales'], language: 'uk' });
    const narrowed = await opened.get('/dashboard/audit');
    expect(narrowed.html).toContain('Лише: &lt;b>Sales.');
  });

  it('downloads one file, which holds what its reader may see', async () => {
    const { download } = await open();
    const answer = await download('2026-10', supervisor);
    expect(answer.statusCode).toBe(200);
    expect(answer.headers).toMatchObject({
      'content-type': 'application/zip',
      'content-disposition': 'attachment; filename="evidence-2026-10.zip"',
      'cache-control': 'no-store',
    });
    const files = unzip(answer.rawPayload);
    const own = files.get('evidence-2026-10/dialogues.csv') ?? '';
    expect(own).toContain('of-sales');
    const leaked = [...files.values()].filter((text) => /of-second|Andriy|Second line/.test(text));
    expect(leaked).toEqual([]);
    const analyst = await download('2026-10', aPerson({ role: 'analyst', language: 'uk' }));
    const all = unzip(analyst.rawPayload);
    expect(all.get('evidence-2026-10/dialogues.csv')).toContain('of-second');
    expect(all.get('evidence-2026-10/index.html')).toContain('<html lang="uk">');
  });

  it('is not for who may not have it', async () => {
    const opened = await open();
    for (const person of others) {
      opened.visitor.person = person;
      expect((await opened.get('/dashboard/audit')).status).toBe(403);
      expect((await opened.download('2026-10', person)).statusCode).toBe(403);
    }
  });

  it.each([
    [
      '2026-12',
      '2026-12 has not begun yet in Europe/Kyiv; choose a month up to 2026-11, which is this month',
    ],
    ['<script>', '"<script>" is not a month; write it as YYYY-MM, such as 2026-11'],
    ['', 'Is missing; write it as YYYY-MM, such as 2026-11'],
    ["2026-10' OR 1=1", 'is not a month'],
  ])('refuses a month that there is no evidence of: %j', async (month, said) => {
    const { download } = await open();
    const answer = await download(month, aPerson());
    expect(answer.statusCode).toBe(400);
    expect(textIn(answer.body)).toContain(said);
    expect(answer.body).not.toContain('<script>');
    expect(answer.body).toContain('<a href="/dashboard/audit">To the page “Evidence”</a>');
  });

  it('makes two packs at once, refuses a third, and makes one again once another is done', async () => {
    let goOn = (): void => {};
    const waiting = new Promise<void>((resolve) => (goOn = resolve));
    const { download } = await open((store) => ({
      ...store,
      async listDialogues(options) {
        await waiting;
        return store.listDialogues(options);
      },
    }));
    const first = [download('2026-10', aPerson()), download('2026-10', aPerson())];
    const third = await download('2026-10', aPerson());
    expect(third.statusCode).toBe(429);
    expect(third.body).toContain('2 packs are being made already; try again in a minute');
    goOn();
    for (const { statusCode } of await Promise.all(first)) expect(statusCode).toBe(200);
    expect((await download('2026-10', aPerson())).statusCode).toBe(200);
  });

  it('logs that a pack does not agree with what is shown', async () => {
    const { download, logs, store } = await open((own) => ({ ...own, listDialogues: async () => [] }));
    expect(await store.firstCompletedAt()).toEqual(completedAt);
    await download('2026-10', aPerson());
    expect(logs.join('\n')).toContain('The evidence of a month does not agree with what is shown');
  });
});
