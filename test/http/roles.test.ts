import { expect, it } from 'vitest';
import { createPeople, type StoredPeople } from '../../src/access/people.ts';
import { personBody } from '../../src/access/person.ts';
import { type Role, roles } from '../../src/access/roles.ts';
import { createSessions } from '../../src/access/sessions/sessions.ts';
import { createDisputeLedger, disputedFacts } from '../../src/disputes/dispute.ts';
import { silentLog } from '../support/log.ts';
import { routesBelow } from './routes-below.ts';
import { clients, sharedTestService, supervisors, type TestService } from '../support/service.ts';

const service = sharedTestService();

/** Of whom each role is; the supervisor has one team, the operator one name. */
const ownTeam = 'sales-marker';
const otherTeam = 'billing-marker';
const everybody = Object.keys(roles) as Role[];
/** Who may read the rows of every team. */
const readsAll: readonly Role[] = ['administrator', 'analyst'];

interface Told {
  status: number;
  body: string;
}

interface Browser {
  role: Role;
  get(path: string): Promise<Told>;
  post(path: string, form: Record<string, string>): Promise<Told>;
}

/** A dialogue of a team whose every text names the team, rated 1 with a comment. */
async function rated(served: TestService, team: string, clientId: string): Promise<string> {
  const told = await served.report({
    channel: 'telegram',
    clientId,
    externalId: `${team}-1`,
    team,
    operator: `${team}-operator`,
    topic: `${team}-topic`,
    tags: [`${team}-tag`],
  });
  await served.simulator.telegram.tap(clientId, '⭐');
  await served.settle();
  await served.simulator.telegram.say(clientId, `${team}-comment`);
  await served.settle();
  await served.app.worker.runAll();
  const { id } = told.body.dialogue;
  await reviewed(served, team, id);
  return id;
}

/** Its rating is disputed, and somebody wrote a note about it. */
async function reviewed({ store, clock }: TestService, team: string, id: string): Promise<void> {
  const dialogue = await store.findDialogueById(id);
  if (!dialogue) throw new Error('it is not there');
  const who = { id: 'somebody', name: `${team}-author` };
  const at = clock.now();
  const raised = { at: at.getTime(), who, what: 'raised' as const, why: `${team}-reason` };
  const facts = disputedFacts(dialogue, dialogue.rating ?? 0);
  await createDisputeLedger(store).open(1, { dialogue: facts, place: null }, raised);
  const body = { text: `${team}-note`, by: who };
  await store.insertRecord({ kind: 'note', id: noteOf(team), at, tag: id, body });
}

const noteOf = (team: string): string => `${team}-note`;

async function signedIn(served: TestService, people: StoredPeople, role: Role): Promise<Browser> {
  const { store, clock, url } = served;
  const person = personBody.parse({
    kind: 'person',
    name: role,
    role,
    language: 'en',
    channels: 'all',
    scenarios: 'all',
    teams: readsAll.includes(role) ? 'all' : [ownTeam],
    operators: [`${ownTeam}-operator`],
  });
  await people.add({ ...person, id: `walker-${role}` });
  const sessions = createSessions({ store, people, clock, log: silentLog });
  const link = await sessions.offer(`walker-${role}`);
  const origin = { origin: url, 'sec-fetch-site': 'same-origin' };
  const entered = await fetch(`${url}/dashboard/sign-in/${link}`, {
    method: 'POST',
    headers: origin,
    redirect: 'manual',
  });
  const cookie = entered.headers
    .getSetCookie()
    .map((one) => one.split(';', 1)[0])
    .join('; ');
  const read = async (answer: Response): Promise<Told> => ({
    status: answer.status,
    body: await answer.text(),
  });
  return {
    role,
    get: async (path) => read(await fetch(`${url}${path}`, { headers: { cookie }, redirect: 'manual' })),
    post: async (path, form) => {
      const headers = { cookie, ...origin };
      const body = new URLSearchParams(form);
      return read(await fetch(`${url}${path}`, { method: 'POST', headers, body, redirect: 'manual' }));
    },
  };
}

it('shows nobody a row that their role does not give them, on any route', async () => {
  const served = service();
  const own = await rated(served, ownTeam, clients.telegram.en);
  const other = await rated(served, otherTeam, clients.telegram.uk);
  const people = createPeople({ store: served.store, clock: served.clock, log: silentLog });
  await people.load();
  const routes = routesBelow(served, '/dashboard');
  expect(routes.length).toBeGreaterThan(15);
  const address = (url: string, id: string): string =>
    url
      .replace(':id', id)
      .replace(/:note\b/, noteOf(otherTeam))
      .replace(/:\w+/g, 'none');
  const narrowed = [
    '',
    `?operator=${otherTeam}-operator&team=${otherTeam}`,
    `?period=365d&order=worst&search=${otherTeam}`,
  ];

  for (const role of everybody) {
    const browser = await signedIn(served, people, role);
    const seen: string[] = [];
    for (const { url } of routes.filter(({ method }) => method === 'GET')) {
      if (/assets|sign-in/.test(url)) continue;
      for (const query of readsAll.includes(role) ? [''] : narrowed) {
        for (const id of url.includes(':id') ? [own, other] : [own]) {
          const path = `${address(url, id)}${query}`;
          const { status, body } = await browser.get(path);
          expect([role, path, status < 500]).toEqual([role, path, true]);
          // What was asked for is repeated in the form of the page.
          const told = body
            .replaceAll(/<(form|ul class="active-filters)[^]*?<\/(form|ul)>/g, '')
            .replaceAll(/<option [^>]*selected[^>]*>[^<]*/g, '')
            .replaceAll(/(href|hx-get|action|value|src)="[^"]*"/g, '');
          if (told.includes(otherTeam)) seen.push(path);
        }
      }
    }
    if (readsAll.includes(role)) expect([role, seen.length > 0]).toEqual([role, true]);
    else {
      expect([role, seen]).toEqual([role, []]);
      await changesNothing(browser);
    }
  }

  async function changesNothing(browser: Browser): Promise<void> {
    const { store } = served;
    const read = () =>
      Promise.all([
        store.findDialogueById(other),
        store.findRecord('dispute', `${other}.1`),
        store.findRecord('note', noteOf(otherTeam)),
      ]);
    const before = await read();
    expect(before).not.toContain(null);
    const posts = routes.filter(
      ({ method, url }) => method === 'POST' && url.startsWith('/dashboard/dialogues/:id'),
    );
    expect(posts.length).toBeGreaterThan(4);
    for (const { url } of posts) {
      const { status } = await browser.post(address(url, other), {
        text: 'a reason',
        revision: '0',
        dispute: `${other}.1`,
        verdict: 'upheld',
      });
      expect([browser.role, url, status]).toEqual([browser.role, url, 404]);
    }
    expect(await read()).toEqual(before);
  }
});

it('lets nobody in without a session', async () => {
  const served = service();
  // Elsewhere than on the host that was printed nobody is signed in by themselves.
  expect(supervisors.telegram).not.toBe('');
  for (const { method, url } of routesBelow(served, '/dashboard')) {
    if (/assets|sign-in|appearance/.test(url)) continue;
    const response = await served.app.server.inject({
      method: method as 'GET',
      url: url.replace(/:\w+/g, 'x'),
      headers: { host: 'elsewhere.example' },
    });
    expect([url, response.statusCode]).toEqual([url, 421]);
  }
});
