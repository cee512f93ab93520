import { describe, expect, it, onTestFinished } from 'vitest';
import { createSetClock } from '../../src/clock.ts';
import { createChatwootApi } from '../../src/connectors/chatwoot/api.ts';
import { createChatwootHelpdesk } from '../../src/connectors/chatwoot/helpdesk.ts';
import { createChatwootReader } from '../../src/connectors/chatwoot/read.ts';
import { announceAnswers, createWriteBack } from '../../src/connectors/write-back.ts';
import type { Dialogue } from '../../src/dialogue.ts';
import { createJobQueue } from '../../src/jobs/queue.ts';
import { createWorker } from '../../src/jobs/worker.ts';
import type { Survey } from '../../src/scenario/survey.ts';
import { createSqliteStore } from '../../src/store/sqlite/store.ts';
import { aDialogue, aSurvey } from '../support/dialogues.ts';
import { recordingLog } from '../support/log.ts';
import { chatwootBody } from './chatwoot/bodies.ts';
import { answering, impatient, startFakeChatwoot } from './fake-chatwoot.ts';

const KIND = 'connector_chatwoot_write';
const MINUTE = 60_000;
const DAY = 86_400_000;

/** A dialogue of conversation 42, whose answers a test gives, and the jobs that follow from them. */
async function setUp(options: { language?: 'en' | 'uk'; timeoutMs?: number } = {}) {
  const clock = createSetClock(new Date('2026-11-22T12:00:00Z'));
  const store = createSqliteStore({ path: ':memory:' });
  await store.open();
  onTestFinished(() => store.close());
  const fake = await startFakeChatwoot();
  fake.add(chatwootBody('listed'));
  const queue = createJobQueue({ store, clock });
  const kind = createWriteBack({
    name: 'chatwoot',
    helpdesk: createChatwootHelpdesk({
      api: createChatwootApi({
        url: fake.url,
        token: fake.token,
        clock: impatient(options.timeoutMs ?? 10_000),
      }),
      reader: createChatwootReader([]),
      accounts: ['3'],
    }),
    store,
    queue,
    clock,
    language: options.language ?? 'en',
  });
  const { log } = recordingLog();
  const worker = createWorker({ store, kinds: { [KIND]: kind }, clock, log });
  const announce = announceAnswers('chatwoot');
  let { dialogue } = await store.insertDialogue(aDialogue({ externalId: 'chatwoot:3:42' }));

  return {
    fake,
    store,
    worker,
    /** Commits an answer and enqueues what it leads to, as the outbox does. */
    async answer(fields: Partial<Dialogue>, survey: Partial<Survey> = {}): Promise<void> {
      const next = {
        ...dialogue,
        ...fields,
        survey: aSurvey({ lastAnswerAt: clock.now().getTime(), ...survey }),
      };
      const announced = announce(dialogue, next);
      const { channel, clientId, id } = announced;
      for (const { effect, id: entry } of announced.outbox) {
        if (effect.kind !== 'enqueue') continue;
        await queue.enqueue({
          ...effect.job,
          key: `${effect.job.kind}:${id}:${String(entry).padStart(12, '0')}`,
          ordering: effect.job.ordering ?? null,
          origin: { channel, clientId, dialogueId: id, block: null },
        });
      }
      const saved = { ...announced, outbox: [] };
      expect(await store.saveDialogue(saved)).toBe(true);
      dialogue = { ...saved, revision: saved.revision + 1 };
    },
    async pass(ms: number): Promise<void> {
      clock.set(ms);
      await worker.runAll();
    },
    notes: () => fake.notes('3:42'),
    attributes: () => fake.conversations.get('3:42')?.attributes,
    jobs: (state: 'waiting' | 'done' | 'given_up') => store.listJobs(state, 100),
  };
}

const waitsForComment = { waitsAt: 'comment' };

describe('what a client answered', () => {
  it('is one note when the comment follows the rating, and attributes at once', async () => {
    const desk = await setUp();
    await desk.answer({ rating: 4 }, waitsForComment);
    await desk.worker.runAll();
    expect(desk.attributes()).toEqual({ order: 'A-1001', csat_rating: 4 });
    expect(desk.notes()).toEqual([]);
    await desk.pass(MINUTE);
    await desk.answer({ comment: 'Quick!' });
    await desk.worker.runAll();
    expect(desk.notes()).toEqual(['Client’s rating: 4 of 5  \nClient’s comment: Quick!']);
    expect(desk.attributes()).toEqual({ order: 'A-1001', csat_rating: 4, csat_comment: 'Quick!' });
    await desk.pass(10 * MINUTE);
    expect(desk.notes()).toHaveLength(1);
    expect(await desk.jobs('waiting')).toEqual([]);
  });

  it('is a note after two minutes when no comment follows', async () => {
    const desk = await setUp();
    await desk.answer({ rating: 1 }, waitsForComment);
    await desk.worker.runAll();
    await desk.pass(119_000);
    expect(desk.notes()).toEqual([]);
    await desk.pass(1_000);
    expect(desk.notes()).toEqual(['Client’s rating: 1 of 5']);
  });

  it('is another note when it comes or changes later', async () => {
    const desk = await setUp();
    await desk.answer({ rating: 4 });
    await desk.worker.runAll();
    await desk.pass(5 * MINUTE);
    await desk.answer({ rating: 5 });
    await desk.worker.runAll();
    await desk.answer({ rating: 4 });
    await desk.worker.runAll();
    expect(desk.notes()).toEqual([
      'Client’s rating: 4 of 5',
      'Client’s rating: 5 of 5',
      'Client’s rating: 4 of 5',
    ]);
    expect(desk.attributes()).toMatchObject({ csat_rating: 4 });
  });

  it('that changes within the two minutes is one note, two minutes after the change', async () => {
    const desk = await setUp();
    await desk.answer({ rating: 4 }, waitsForComment);
    await desk.worker.runAll();
    await desk.pass(MINUTE);
    await desk.answer({ rating: 2 }, waitsForComment);
    await desk.worker.runAll();
    await desk.pass(MINUTE);
    expect(desk.notes()).toEqual([]);
    await desk.pass(MINUTE);
    expect(desk.notes()).toEqual(['Client’s rating: 2 of 5']);
    await desk.pass(10 * MINUTE);
    expect(desk.notes()).toHaveLength(1);
  });

  it('may be a comment alone, in the language of the company', async () => {
    const desk = await setUp({ language: 'uk' });
    await desk.answer({ comment: 'Дякую' });
    await desk.worker.runAll();
    expect(desk.notes()).toEqual(['Коментар клієнта: Дякую']);
    await desk.answer({ rating: 7, scale: 'ces' });
    await desk.worker.runAll();
    expect(desk.notes().at(-1)).toBe('Оцінка клієнта: 7 із 7  \nКоментар клієнта: Дякую');
  });

  it('that is taken back altogether leaves the attributes, and the note says so', async () => {
    const desk = await setUp();
    await desk.answer({ comment: 'Where is my parcel?' });
    await desk.worker.runAll();
    await desk.answer({ comment: null });
    await desk.worker.runAll();
    expect(desk.attributes()).toEqual({ order: 'A-1001', csat_comment: null });
    expect(desk.notes()).toEqual([
      'Client’s comment: Where is my parcel?',
      'The client withdrew the comment.',
    ]);
    expect(await desk.jobs('given_up')).toEqual([]);
  });

  it('that is written late, after the conversation has ended again, changes no attributes', async () => {
    const desk = await setUp();
    await desk.answer({ rating: 1 });
    await desk.answer({ superseded: true });
    await desk.worker.runAll();
    expect(desk.attributes()).toEqual({ order: 'A-1001' });
    expect(desk.notes()).toEqual(['Client’s rating: 1 of 5']);
  });

  it('is announced only where it changed, and only of dialogues of this helpdesk', () => {
    const announce = announceAnswers('chatwoot');
    const before = aDialogue({ externalId: 'chatwoot:3:42', rating: 4 });
    expect(announce(before, { ...before, comment: 'x' }).outbox).toHaveLength(1);
    expect(announce(before, { ...before, team: 'x' })).toEqual({ ...before, team: 'x' });
    const elsewhere = aDialogue({ externalId: 'T-1' });
    expect(announce(elsewhere, { ...elsewhere, rating: 5 }).outbox).toEqual([]);
  });
});

describe('a helpdesk that is away', () => {
  it('has the note once it is back within a day', async () => {
    const desk = await setUp();
    desk.fake.fault = answering(500);
    await desk.answer({ rating: 3 });
    await desk.worker.runAll();
    for (let passed = 0; passed < 3 * 60 * MINUTE; passed += 10 * MINUTE) await desk.pass(10 * MINUTE);
    expect(desk.notes()).toEqual([]);
    desk.fake.fault = null;
    await desk.pass(10 * MINUTE);
    expect(desk.notes()).toEqual(['Client’s rating: 3 of 5']);
  });

  it('and is away for longer than a day has it never, with the reason', async () => {
    const desk = await setUp();
    desk.fake.fault = answering(401);
    await desk.answer({ rating: 3 });
    await desk.worker.runAll();
    await desk.pass(DAY);
    await desk.pass(MINUTE);
    expect(await desk.jobs('given_up')).toMatchObject([
      { reason: expect.stringMatching(/set CONNECT_CHATWOOT_API_TOKEN/) as string },
    ]);
  });

  it('and has no such conversation any more is told nothing again', async () => {
    const desk = await setUp();
    desk.fake.conversations.clear();
    await desk.answer({ rating: 3 });
    await desk.worker.runAll();
    expect(await desk.jobs('given_up')).toMatchObject([
      { reason: expect.stringMatching(/no conversation 42 of account 3 \(404\)/) as string, attempts: 1 },
    ]);
  });

  it('and did write the note although nobody was told has it once', async () => {
    const desk = await setUp({ timeoutMs: 300 });
    desk.fake.fault = (call) => {
      if (call === 'POST 3/conversations/42/messages') desk.fake.silent = true;
      return false;
    };
    await desk.answer({ rating: 3 });
    await desk.worker.runAll();
    expect(desk.notes()).toHaveLength(1);
    desk.fake.fault = null;
    desk.fake.silent = false;
    await desk.pass(MINUTE);
    expect(desk.notes()).toEqual(['Client’s rating: 3 of 5']);
    expect(await desk.jobs('waiting')).toEqual([]);
    expect(await desk.jobs('given_up')).toEqual([]);
  });
});
