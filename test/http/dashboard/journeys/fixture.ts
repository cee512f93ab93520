import { join } from 'node:path';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, expect } from 'vitest';
import type { SimulatedButton, SimulatedMessage } from '../../../../simulator/platform.ts';
import { createPeople } from '../../../../src/access/people.ts';
import type { Person } from '../../../../src/access/person.ts';
import type { Dialogue } from '../../../../src/dialogue.ts';
import { type Client, createClient } from '../../../../src/http/api/client/client.ts';
import { createSqliteStore } from '../../../../src/store/sqlite/store.ts';
import type { Store } from '../../../../src/store/store.ts';
import { add } from '../../../access/stored.ts';
import { openPage } from '../../../support/running/browser.ts';
import { silentLog } from '../../../support/log.ts';
import { tempFolder } from '../../../support/temp.ts';
import { apiKey, type ServiceWithTokens, startWithTokens } from '../../../support/running/with-tokens.ts';
import { clock, now, zone } from '../with-dashboard.ts';

/** The people of the company, each with a chat on Telegram. */
const staff = {
  iryna: { role: 'administrator' },
  olena: { role: 'supervisor', teams: ['Support'] },
  marta: { role: 'supervisor', teams: ['Support'] },
  taras: { role: 'supervisor', teams: ['Sales'] },
  andriy: { role: 'operator', operators: ['Andriy'] },
  nadia: { role: 'analyst' },
  ihor: { role: 'integrator' },
} satisfies Record<string, Partial<Person>>;
export type Name = keyof typeof staff;

const names = Object.keys(staff) as Name[];
export const chatOf = (name: Name): string => String(901 + names.indexOf(name));
const shownName = (name: Name): string => `${name[0]?.toUpperCase()}${name.slice(1)}`;

export interface Looks {
  width?: number;
  theme?: 'light' | 'dark';
  language?: 'en' | 'uk';
}

interface RatedFacts {
  externalId: string;
  team: string;
  operator: string;
  comment?: string;
}

export interface Visit {
  page: Page;
  /** See `openPage`. */
  errors: string[];
}

/** A service on simulated platforms, which has what people see of the dashboard and what they do in chat. */
export interface Served extends ServiceWithTokens {
  api: Client;
  /** Has a client rate a dialogue of these facts in chat, and its alert told. @returns the dialogue's id */
  rated: (rating: number, facts: RatedFacts) => Promise<string>;
  /** The buttons that `/dashboard` brings into somebody's chat. */
  buttonsFor: (name: Name) => Promise<SimulatedButton[]>;
  /** A browser in which nobody is signed in, before its first page. */
  visit: (browser: Browser, looks?: Looks) => Promise<Visit>;
  /** The same, signed in by a link out of somebody's chat: it shows the first page that their role has. */
  enter: (browser: Browser, name: Name, looks?: Looks) => Promise<Visit>;
}

/** One such service for all tests of a file, with these dialogues in a file of SQLite. @returns gives it to a test */
export function servedDashboard(
  dialogues: readonly Dialogue[] = [],
  /** What the service uses in the place of its store. */
  over: (store: Store) => Store = (store) => store,
): () => Served {
  let served: Served | undefined;
  const ends: Array<() => unknown> = [];
  beforeAll(async () => {
    const path = join(
      tempFolder((end) => ends.push(end)),
      'dashboard.db',
    );
    await fill(path, dialogues);
    const started = await startWithTokens(
      {
        PUBLIC_URL: 'http://127.0.0.1:{port}',
        REPORT_TIMEZONE: zone,
        SUPERVISORS: `telegram:${chatOf('iryna')}`,
      },
      {
        now,
        store: over(createSqliteStore({ path })),
        onEnd: (end) => ends.push(end),
      },
    );
    served = await used(started);
  });
  afterAll(async () => {
    for (const end of ends.toReversed()) await end();
  });
  return () => {
    if (!served) throw new Error('the service is there once the tests run');
    return served;
  };
}

/** What an earlier run of the service has left. */
async function fill(path: string, dialogues: readonly Dialogue[]): Promise<void> {
  const store = createSqliteStore({ path });
  await store.open();
  const people = createPeople({ store, clock: { ...clock, monotonic: () => 0 }, log: silentLog });
  for (const name of names) {
    const chats = [{ channel: 'telegram', clientId: chatOf(name) }];
    await add(people, { id: name, name: shownName(name), chats, ...staff[name] });
  }
  await Promise.all(dialogues.map((one) => store.insertDialogue(one)));
  await store.close();
}

async function used(started: ServiceWithTokens): Promise<Served> {
  const { service, platforms, clock: time } = started;
  const api = createClient({ baseUrl: service.url, key: apiKey });
  const { telegram } = platforms;
  for (const name of names) {
    telegram.addClient({ clientId: chatOf(name), name: shownName(name), locale: 'en' });
    await telegram.open(chatOf(name));
  }

  const buttonsFor: Served['buttonsFor'] = async (name) => {
    const sent = (): SimulatedMessage[] => telegram.chat(chatOf(name)).messages;
    const before = sent().length;
    await telegram.say(chatOf(name), '/dashboard');
    const buttons = (): SimulatedButton[] =>
      sent()
        .slice(before)
        .flatMap(({ keyboard }) => keyboard.flat())
        .filter(({ url }) => url !== undefined);
    await expect.poll(buttons, { timeout: 10_000 }).not.toEqual([]);
    return buttons();
  };
  const visit: Served['visit'] = (browser, { width = 1440, theme, language } = {}) => {
    const values = { ...(theme && { aw_theme: theme }), ...(language && { aw_language: language }) };
    return openPage(browser, { width, cookies: { url: `${service.url}/dashboard`, values } });
  };
  return {
    ...started,
    api,
    buttonsFor,
    async rated(rating, { comment, ...facts }) {
      const clientId = `55${telegram.chats().length}`;
      telegram.addClient({ clientId, name: 'Emily', locale: 'en' });
      await telegram.open(clientId);
      // Nobody is asked within a minute of what they wrote.
      time.set(60_000);
      const { dialogue } = await api.dialogues.create({ channel: 'telegram', clientId, ...facts });
      await service.app.outbox.idle();
      await telegram.tap(clientId, '⭐'.repeat(rating));
      await service.app.outbox.idle();
      if (comment) await telegram.say(clientId, comment);
      await service.app.outbox.idle();
      await service.app.worker.runAll();
      return dialogue.id;
    },
    visit,
    async enter(browser, name, looks) {
      const [link] = await buttonsFor(name);
      const opened = await visit(browser, looks);
      await opened.page.goto(link?.url ?? '');
      await opened.page.locator('main form button').click();
      await opened.page.locator('header .who').waitFor();
      return opened;
    },
  };
}
