import { expect, it, onTestFinished } from 'vitest';
import { StoreError } from '../../../src/errors.ts';
import type { Store } from '../../../src/store/store.ts';
import type { StoreUnderTest } from '../../contracts/store.ts';
import { aDialogue } from '../../support/dialogues.ts';
import { aJob } from './jobs.ts';

const keptOnce = {
  from: new Date(0),
  to: new Date(1),
  dimension: '',
  countedAt: new Date(0),
  cells: '',
} as const;

/** Each method once, with arguments that an open store takes. */
export const everyMethod: ReadonlyArray<[string, (store: Store) => Promise<unknown>]> = [
  ['ping', (store) => store.ping()],
  ['insertDialogue', (store) => store.insertDialogue(aDialogue())],
  ['findDialogue', (store) => store.findDialogue('telegram', '1', 'd')],
  ['recentDialogues', (store) => store.recentDialogues('telegram', '1', 5)],
  ['saveDialogue', (store) => store.saveDialogue(aDialogue())],
  ['dueDialogues', (store) => store.dueDialogues(new Date(0), 5)],
  ['nextWakeAt', (store) => store.nextWakeAt(new Date(0))],
  ['tallies', (store) => store.tallies({ from: new Date(0), to: new Date(1) })],
  ['listDialogues', (store) => store.listDialogues({ from: new Date(0), to: new Date(1), limit: 5 })],
  [
    'lateAnswers',
    (store) =>
      store.lateAnswers({ completedBefore: new Date(0), from: new Date(0), to: new Date(1), limit: 5 }),
  ],
  ['findCells', (store) => store.findCells([{ from: new Date(0), to: new Date(1), dimension: '' }])],
  ['keepCells', (store) => store.keepCells([keptOnce])],
  ['forgetCells', (store) => store.forgetCells(new Date(0))],
  ['confirmCells', (store) => store.confirmCells([keptOnce], new Date(1))],
  ['changes', (store) => store.changes({ since: new Date(0), from: new Date(0), to: new Date(1) })],
  ['firstCompletedAt', (store) => store.firstCompletedAt()],
  ['findClient', (store) => store.findClient('telegram', '1')],
  [
    'saveClient',
    (store) =>
      store.saveClient({
        channel: 'telegram',
        clientId: 'every',
        name: null,
        locale: null,
        reachable: true,
        seenAt: new Date(0),
      }),
  ],
  ['setOptOut', (store) => store.setOptOut('telegram', 'every', null)],
  ['findDialogueById', (store) => store.findDialogueById('none')],
  ['findByExternalIds', (store) => store.findByExternalIds(['none'], 1)],
  ['findLastRound', (store) => store.findLastRound('telegram', '1', 'none')],
  ['findScenario', (store) => store.findScenario('none')],
  ['saveScenario', (store) => store.saveScenario('every', 'text')],
  ['insertJob', (store) => store.insertJob(aJob({ key: 'every' }))],
  [
    'claimJobs',
    (store) =>
      store.claimJobs({ owner: 'every', kinds: ['none'], now: new Date(0), until: new Date(1), limit: 1 }),
  ],
  ['nextRunAt', (store) => store.nextRunAt(new Date(0))],
  ['renewJob', (store) => store.renewJob('every', 'nobody', new Date(1))],
  [
    'settleJob',
    (store) => store.settleJob('every', 'nobody', { state: 'done', at: new Date(1), result: null }),
  ],
  ['releaseJobs', (store) => store.releaseJobs('nobody')],
  ['findJob', (store) => store.findJob('every')],
  ['listJobs', (store) => store.listJobs('done', 5)],
  ['repeatJob', (store) => store.repeatJob('every', ['given_up'], new Date(0))],
  ['repeatGivenUp', (store) => store.repeatGivenUp('none', new Date(0), 5)],
  ['forgetJobs', (store) => store.forgetJobs('none', 'done', new Date(0), 5)],
  [
    'takeTokens',
    (store) => store.takeTokens({ name: 'every', intervalMs: 35, burst: 2, count: 1, onlyFull: false }),
  ],
  ['holdTokens', (store) => store.holdTokens('every', 1)],
  ['lastResult', (store) => store.lastResult('none', 'z', null)],
];

export function testClosing(create: () => Promise<StoreUnderTest>): void {
  const a = async () => {
    const { store, dispose } = await create();
    onTestFinished(dispose);
    return store;
  };

  it('answers a ping while it is open', async () => {
    const store = await a();
    await store.open();
    await expect(store.ping()).resolves.toBeUndefined();
  });

  it('rejects every method before it is opened and after it is closed', async () => {
    const store = await a();
    const rejections = () =>
      Promise.all(
        everyMethod.map(async ([method, call]) => {
          const error = await call(store).catch((reason: unknown) => reason);
          expect(error, method).toBeInstanceOf(StoreError);
          expect(String(error), method).toContain(`${store.name} is not open`);
        }),
      );
    await rejections();
    await store.open();
    await store.close();
    await rejections();
  });

  it('may be opened and closed twice, and opened again', async () => {
    const store = await a();
    const dialogue = aDialogue({ clientId: 'reopened' });
    await store.open();
    await store.open();
    await store.insertDialogue(dialogue);
    await store.close();
    await store.close();
    await store.open();
    expect(await store.findDialogue('telegram', 'reopened', dialogue.id)).toEqual(dialogue);
  });
}
