import { beforeEach, describe, expect, it, vi } from 'vitest';
import { z } from 'zod';
import { ChannelError, StoreError } from '../../src/errors.ts';
import { type JobEnd, jobKind } from '../../src/jobs/job-kind.ts';
import { createWorker } from '../../src/jobs/worker.ts';
import { createKeyedMutex } from '../../src/keyed-mutex.ts';
import { parseScenario } from '../../src/scenario/file/load.ts';
import { createJobResults } from '../../src/survey/job-results.ts';
import { createScenarioVersions } from '../../src/survey/scenario-versions.ts';
import { silentLog } from '../support/log.ts';
import { openSurveyFixture, tapOn, textOf } from '../support/survey.ts';

// Two actions more than the product has: one asks for a job and goes on, one waits for its result.
vi.mock('../../src/scenario/actions/index.ts', async (original) => {
  const { actions } = await original<typeof import('../../src/scenario/actions/index.ts')>();
  const config = z.strictObject({ order: z.string() });
  const look_up = {
    config,
    run: ({ order }: { order: string }) => ({ job: { kind: 'look_up', payload: { order }, waits: true } }),
    result: (_config: object, { outcome, data }: { outcome: string; data: unknown }) => ({
      save: { parcel: outcome === 'done' ? String(data) : 'lost' },
    }),
    saves: () => ['parcel'],
  };
  const tell = {
    config,
    run: ({ order }: { order: string }) => ({ job: { kind: 'tell', payload: { order } } }),
  };
  return { actions: { ...actions, look_up, tell } };
});

const text = (blocks: string) => `
id: csat
title: Parcel
languages: [en]
rules: { expire_after: 1h }
start: ask
blocks:
  ask:
    type: message_with_keyboard
    text: How was it?
    save_to: quality_answer
    scale: 1-5
    buttons: [{ text: '5', value: 5 }, { text: '4', value: 4 }, { text: '3', value: 3 }, { text: '2', value: 2 }, { text: '1', value: 1 }]
    next: work
${blocks}
`;
const waiting = text(`
  work:
    type: action
    function: look_up
    config: { order: '7' }
    next: [{ when: "parcel == 'lost'", to: sorry }, { to: thanks }]
  sorry: { type: message, text: 'We lost it' }
  thanks: { type: message, text: 'It is there' }`);
const telling = text(`
  work: { type: action, function: tell, config: { order: '7' }, next: again }
  again: { type: action, function: tell, config: { order: '8' }, next: comment }
  comment: { type: wait_for_response, text: Anything else?, save_to: quality_comment }`);

let runs: unknown[];
let end: JobEnd;
beforeEach(() => {
  runs = [];
  end = { state: 'done', result: 'at the door' };
});

async function setUp(file: string) {
  const scenario = parseScenario(file, 'parcel.yaml');
  const fixture = await openSurveyFixture({ scenario });
  const { store, clock, outbox } = fixture;
  const scenarioVersions = createScenarioVersions(new Map([['csat', scenario]]), store);
  const mutex = createKeyedMutex();
  const log = silentLog;
  const onEnd = createJobResults({ store, scenarioVersions, outbox, mutex, clock, log });
  const run = async (payload: unknown): Promise<JobEnd> => {
    runs.push(payload);
    return end;
  };
  const kinds = { look_up: jobKind(z.unknown(), run), tell: jobKind(z.unknown(), run) };
  const worker = createWorker({ store, kinds, clock, log, onEnd });
  const said = () => fixture.channel.sent.map(({ message }) => message.text);
  const settle = async () => {
    await outbox.idle();
    await worker.runAll();
    await outbox.idle();
  };
  return { ...fixture, worker, onEnd, said, settle };
}

describe('a step of a survey that asks for a job', () => {
  it('enqueues it once, in order, and goes on at once', async () => {
    const fixture = await setUp(telling);
    const dialogue = await fixture.ask();
    await fixture.onEvent(tapOn(dialogue, 5, 'ask'));
    await fixture.outbox.idle();
    expect(fixture.said()).toEqual(['How was it?', 'Anything else?']);
    expect((await fixture.stored(dialogue)).outbox).toEqual([]);
    await fixture.worker.runAll();
    expect(runs).toEqual([{ order: '7' }, { order: '8' }]);
  });

  it('loses none while the store is away, and repeats none', async () => {
    const fixture = await setUp(telling);
    const dialogue = await fixture.ask();
    const away = vi.spyOn(fixture.store, 'insertJob').mockRejectedValue(new StoreError('the store is away'));
    await fixture.onEvent(tapOn(dialogue, 5, 'ask'));
    await fixture.outbox.idle();
    expect(fixture.said()).toEqual(['How was it?', 'Anything else?']);
    away.mockRestore();
    await fixture.pass(60_000);
    await fixture.settle();
    expect(runs).toEqual([{ order: '7' }, { order: '8' }]);
    expect((await fixture.stored(dialogue)).outbox).toEqual([]);
  });

  it('loses none that meets a bug, whatever follows it', async () => {
    const fixture = await setUp(telling);
    const dialogue = await fixture.ask();
    vi.spyOn(fixture.store, 'insertJob').mockRejectedValueOnce(new TypeError('a bug'));
    await fixture.onEvent(tapOn(dialogue, 5, 'ask'));
    await fixture.outbox.idle();
    await fixture.pass(60_000);
    await fixture.settle();
    expect(runs).toHaveLength(2);
    expect(runs).toEqual(expect.arrayContaining([{ order: '7' }, { order: '8' }]));
  });

  it('keeps it also when the client blocks the bot meanwhile', async () => {
    const fixture = await setUp(telling);
    const dialogue = await fixture.ask();
    fixture.channel.beforeSend = async () => {
      throw new ChannelError('unreachable', 'the client blocked the bot');
    };
    await fixture.onEvent(tapOn(dialogue, 5, 'ask'));
    await fixture.settle();
    expect(runs).toEqual([{ order: '7' }, { order: '8' }]);
  });
});

describe('a survey that waits for a job', () => {
  it('goes on with its result', async () => {
    const fixture = await setUp(waiting);
    const dialogue = await fixture.ask();
    await fixture.onEvent(tapOn(dialogue, 5, 'ask'));
    await fixture.outbox.idle();
    expect(fixture.said()).toEqual(['How was it?']);
    expect(await fixture.stored(dialogue)).toMatchObject({ rating: 5, outcome: 'answered' });
    await fixture.settle();
    expect(fixture.said()).toEqual(['How was it?', 'It is there']);
    expect((await fixture.stored(dialogue)).survey).toMatchObject({
      waitsAt: null,
      variables: { quality_answer: 5, parcel: 'at the door' },
    });
    expect((await fixture.stored(dialogue)).survey).not.toHaveProperty('awaits');
  });

  it('goes on when the job was given up', async () => {
    end = { state: 'given_up', reason: 'no such order' };
    const fixture = await setUp(waiting);
    const dialogue = await fixture.ask();
    await fixture.onEvent(tapOn(dialogue, 2, 'ask'));
    await fixture.settle();
    expect(fixture.said().at(-1)).toBe('We lost it');
  });

  it('takes a result once, however often it is told', async () => {
    const fixture = await setUp(waiting);
    const dialogue = await fixture.ask();
    await fixture.onEvent(tapOn(dialogue, 5, 'ask'));
    await fixture.settle();
    const { channel, clientId, id: dialogueId } = dialogue;
    const [job] = await fixture.store.listJobs('done', 1);
    await fixture.onEnd({ channel, clientId, dialogueId, block: 'work' }, job?.key ?? '', end);
    await fixture.onEnd({ channel, clientId, dialogueId, block: 'work' }, 'another', end);
    await fixture.outbox.idle();
    expect(fixture.said()).toEqual(['How was it?', 'It is there']);
  });

  it('keeps what the client writes meanwhile as the comment', async () => {
    const fixture = await setUp(waiting);
    const dialogue = await fixture.ask();
    await fixture.onEvent(tapOn(dialogue, 5, 'ask'));
    await fixture.onEvent(textOf('And quick'));
    await fixture.settle();
    expect(await fixture.stored(dialogue)).toMatchObject({ rating: 5, comment: 'And quick' });
    expect(fixture.said()).toEqual(['How was it?', 'It is there']);
  });

  it('ends with its time, and a result that comes after that changes nothing', async () => {
    const fixture = await setUp(waiting);
    const dialogue = await fixture.ask();
    await fixture.onEvent(tapOn(dialogue, 5, 'ask'));
    await fixture.outbox.idle();
    fixture.clock.set(3_700_000);
    await fixture.dueWork.sweep();
    expect((await fixture.stored(dialogue)).survey).not.toHaveProperty('awaits');
    await fixture.settle();
    expect(fixture.said()).toEqual(['How was it?']);
  });

  it('takes no result after its time, also before anybody has looked', async () => {
    const fixture = await setUp(waiting);
    const dialogue = await fixture.ask();
    await fixture.onEvent(tapOn(dialogue, 5, 'ask'));
    await fixture.outbox.idle();
    fixture.clock.set(3_700_000);
    await fixture.settle();
    expect(fixture.said()).toEqual(['How was it?']);
  });
});

describe('a scenario that compares what a job leaves', () => {
  it('is accepted, and one that compares what no block saves is not', () => {
    expect(() => parseScenario(waiting, 'parcel.yaml')).not.toThrow();
    expect(() => parseScenario(waiting.replace('parcel ==', 'packet =='), 'parcel.yaml')).toThrow(
      'no block saves "packet"',
    );
  });
});
