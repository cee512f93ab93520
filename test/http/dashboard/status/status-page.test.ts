import { beforeEach, describe, expect, it } from 'vitest';
import { statusPages } from '../../../../src/http/dashboard/status/routes.ts';
import { jobKind } from '../../../../src/jobs/job-kind.ts';
import { createJobRepeat } from '../../../../src/jobs/repeat.ts';
import type { Status } from '../../../../src/monitoring/status.ts';
import { troublesOf } from '../../../../src/monitoring/troubles.ts';
import { roles, type Role } from '../../../../src/access/roles.ts';
import { z } from 'zod';
import { aJob, claim } from '../../../store/contract/jobs.ts';
import { aPerson, clock, type Dashboard, now, withDashboard, zone } from '../with-dashboard.ts';

const ago = (minutes: number): Date => new Date(now.getTime() - minutes * 60_000);
const hostile = `<script>alert("x")</script>`;

const well: Omit<Status, 'troubles'> = {
  at: now,
  version: '1.2.3',
  store: 'embedded SQLite at ./data/afterword.db',
  startedAt: ago(600),
  channels: [
    { name: 'telegram', receives: 'polling', fault: null, lastEventAt: ago(1) },
    { name: 'viber', receives: 'webhook', fault: null, lastEventAt: null },
  ],
  queues: [],
  outboxes: [],
  scenarios: [{ id: 'csat', version: '5601fb79e6209a5b', since: ago(5_000) }],
  schedules: [{ name: 'digests', lastRun: ago(300), nextRun: ago(-60), fault: null }],
  failedJobs: [],
  hasMoreFailed: false,
};
const ill: Partial<Status> = {
  channels: [{ name: 'viber', receives: 'webhook', fault: `starting: ${hostile}`, lastEventAt: null }],
  queues: [
    { kind: 'webhook', waiting: 4, due: 3, dueSince: ago(45), givenUp: 2 },
    { kind: 'digest', waiting: 1, due: 1, dueSince: ago(1), givenUp: 0 },
  ],
  outboxes: [{ channel: 'telegram', dialogues: 7, since: ago(20) }],
  schedules: [{ name: 'menus', lastRun: null, nextRun: null, fault: 'the store is away' }],
  failedJobs: [
    {
      key: 'webhook:d1:1',
      kind: 'webhook',
      reason: hostile,
      endedAt: ago(30),
      attempts: 9,
      dialogueId: 'd1',
    },
  ],
};

let facts: Omit<Status, 'troubles'>;
let woken: Date[];
let dashboard: Dashboard;

beforeEach(async () => {
  facts = well;
  woken = [];
  dashboard = await withDashboard([], ({ store }) => [
    statusPages({
      status: async () => ({ ...facts, troubles: troublesOf(facts) }),
      repeat: createJobRepeat({
        store,
        kinds: { webhook: jobKind(z.object({}), async () => ({ state: 'done' })) },
        clock,
        onNew: (runAt) => woken.push(runAt),
      }),
      zone,
      language: 'en',
    }),
  ]);
});

const post = async (fields: Record<string, string>) => {
  const answer = await dashboard.server.inject({
    method: 'POST',
    url: '/dashboard/status/again',
    payload: new URLSearchParams(fields).toString(),
    headers: { host: 'localhost', 'content-type': 'application/x-www-form-urlencoded' },
  });
  return { status: answer.statusCode, to: answer.headers.location, html: answer.body };
};

/** A job that was given up. */
async function givenUp(): Promise<string> {
  const { store } = dashboard;
  const job = aJob({ kind: 'webhook' });
  await store.insertJob(job);
  await claim(store, 'webhook', 'me', now);
  const settlement = { state: 'given_up', at: now, reason: 'away', result: null } as const;
  await store.settleJob(job.key, 'me', settlement);
  return job.key;
}

describe('the status page', () => {
  it('says that all is well, and when what ran last and runs next', async () => {
    const { status, html } = await dashboard.get('/dashboard/status');
    expect(status).toBe(200);
    for (const words of [
      'Everything works.',
      'Afterword 1.2.3 on embedded SQLite',
      'telegram',
      'polling',
      'Digests and reports',
      '5601fb79e6209a5b',
      'No job was given up.',
      'Nothing waits',
      '27 Nov, 02:40',
      'Europe/Kyiv',
      'datetime="2026-11-30T13:00:00.000Z"',
    ])
      expect(html).toContain(words);
    expect(html).not.toContain('role="alert"');
  });

  it('names first what needs attention, and escapes what a platform said', async () => {
    facts = { ...well, ...ill };
    const { html } = await dashboard.get('/dashboard/status');
    for (const words of [
      '5 things need attention',
      'viber: starting: &lt;script>',
      'webhook: something has waited since 30 Nov 2026, 13:15',
      'telegram: a message has waited since',
      'Menus of commands: the store is away',
      '2 jobs were given up',
      'aria-label="Again: webhook:d1:1"',
      'aria-label="All of them again: webhook"',
      'href="/dashboard/dialogues/d1"',
    ])
      expect(html).toContain(words);
    expect(html).not.toContain('<script>alert');
    expect(html).not.toContain('digest: something has waited');
  });

  it('is in Ukrainian for who reads that, by the clocks of their own zone', async () => {
    const { settings } = aPerson();
    dashboard.visitor.person = aPerson({
      language: 'uk',
      settings: { ...settings, zone: 'America/New_York' },
    });
    facts = { ...well, ...ill };
    const { html } = await dashboard.get('/dashboard/status');
    for (const words of [
      '5 проблем потребують уваги',
      '2 завдання так і не виконано',
      'America/New_York',
      '06:15',
    ])
      expect(html).toContain(words);
  });

  it('is for administrators and integrators, and running jobs again for administrators', async () => {
    const key = await givenUp();
    facts = { ...well, ...ill };
    const seen: Record<string, unknown> = {};
    for (const role of Object.keys(roles) as Role[]) {
      dashboard.visitor.person = aPerson({ role });
      const { status, html } = await dashboard.get('/dashboard/status');
      const again = role === 'administrator' ? null : (await post({ key })).status;
      const kind = role === 'administrator' ? null : (await post({ kind: 'webhook' })).status;
      seen[role] = [status, html.includes('action="/dashboard/status/again"'), again, kind];
    }
    expect(seen).toEqual({
      administrator: [200, true, null, null],
      supervisor: [403, false, 403, 403],
      operator: [403, false, 403, 403],
      analyst: [403, false, 403, 403],
      integrator: [200, false, 403, 403],
    });
    expect((await dashboard.store.findJob(key))?.state).toBe('given_up');
    dashboard.visitor.person = aPerson({ role: 'integrator' });
    expect((await dashboard.get('/dashboard/status')).html).not.toContain('href="/dashboard/dialogues/d1"');
  });

  it('has a job that was given up run again by its button, or all of a kind', async () => {
    const [first, second, third] = [await givenUp(), await givenUp(), await givenUp()];
    const again = await post({ key: first });
    expect([again.status, again.to]).toEqual([303, '/dashboard/status?again=repeated']);
    expect((await dashboard.store.findJob(first))?.state).toBe('waiting');
    expect((await dashboard.get(again.to ?? '')).html).toContain('The job is tried again.');
    const all = await post({ kind: 'webhook' });
    expect(all.to).toBe('/dashboard/status?again=kind&count=2');
    expect((await dashboard.get(all.to ?? '')).html).toContain('2 jobs are tried again.');
    for (const key of [second, third]) expect((await dashboard.store.findJob(key))?.state).toBe('waiting');
    expect(woken).toEqual([now, now]);
  });

  it.each([
    ['a job that is not there', { key: 'no such job' }, 404, 'There is no such job any more'],
    ['a kind that is not there', { kind: 'no such kind' }, 303, ''],
    ['nothing', {}, 400, 'What was sent cannot be read'],
    ['a key without end', { key: 'x'.repeat(600) }, 400, 'What was sent cannot be read'],
  ])('refuses to run again: %s', async (_what, fields, status, words) => {
    const answer = await post(fields);
    expect(answer.status).toBe(status);
    expect(answer.html).toContain(words);
    expect(woken).toEqual([]);
  });

  it('says of a job that waits, or is pressed twice, that it runs by itself', async () => {
    const key = await givenUp();
    await post({ key });
    const twice = await post({ key });
    expect([twice.status, twice.html.includes('This job has not ended')]).toEqual([409, true]);
  });

  it('leaves out what somebody wrote into its address', async () => {
    const { status, html } = await dashboard.get(
      `/dashboard/status?again=${encodeURIComponent(hostile)}&count=-1`,
    );
    expect([status, html.includes('<script>alert'), html.includes('tried again.')]).toEqual([
      200,
      false,
      false,
    ]);
  });
});
