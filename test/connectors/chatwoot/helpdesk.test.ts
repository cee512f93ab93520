import { describe, expect, it } from 'vitest';
import { createChatwootApi } from '../../../src/connectors/chatwoot/api.ts';
import { asMarkdown, createChatwootHelpdesk } from '../../../src/connectors/chatwoot/helpdesk.ts';
import { createChatwootReader } from '../../../src/connectors/chatwoot/read.ts';
import type { Helpdesk, Reading } from '../../../src/connectors/connector.ts';
import { type Clock, systemClock } from '../../../src/clock.ts';
import { ChannelError, ReceiverError } from '../../../src/errors.ts';
import { answering, type FakeChatwoot, impatient, startFakeChatwoot } from '../fake-chatwoot.ts';
import { chatwootBody } from './bodies.ts';

const helpdeskOf = (
  fake: FakeChatwoot,
  {
    accounts = ['3'],
    ...options
  }: { token?: string; clock?: Pick<Clock, 'after'>; accounts?: string[] } = {},
): Helpdesk =>
  createChatwootHelpdesk({
    api: createChatwootApi({ url: fake.url, token: fake.token, clock: systemClock, ...options }),
    reader: createChatwootReader(accounts),
    accounts,
  });
const confirm = async (): Promise<void> => {};

async function idsOf(readings: AsyncIterable<Reading>): Promise<string[]> {
  const ids: string[] = [];
  for await (const reading of readings)
    ids.push(reading.kind === 'ignored' ? reading.reason : reading.conversation.id);
  return ids;
}

async function faultOf(work: Promise<unknown>): Promise<ChannelError | ReceiverError> {
  const error = await work.then(
    () => null,
    (thrown: unknown) => thrown,
  );
  if (error instanceof ChannelError || error instanceof ReceiverError) return error;
  throw new Error(`no fault of a helpdesk: ${String(error)}`);
}

describe('an answer that is written to Chatwoot', () => {
  it.each([true, false])('leaves the other attributes as they are (merging itself: %s)', async (merges) => {
    const fake = await startFakeChatwoot({ merges });
    const { attributes } = fake.add(chatwootBody('listed'));
    expect(attributes).toEqual({ order: 'A-1001' });
    await helpdeskOf(fake).setAnswer('3:42', { rating: 4, comment: null }, confirm);
    expect(fake.conversations.get('3:42')?.attributes).toEqual({ order: 'A-1001', csat_rating: 4 });
  });

  it('is not written again when it stands there', async () => {
    const fake = await startFakeChatwoot();
    fake.add(chatwootBody('listed'));
    for (let times = 0; times < 2; times++)
      await helpdeskOf(fake).setAnswer('3:42', { rating: 4, comment: 'Quick' }, confirm);
    expect(fake.calls).toEqual([
      'GET 3/conversations/42',
      'POST 3/conversations/42/custom_attributes',
      'GET 3/conversations/42',
    ]);
  });

  it('is not written when the job is another instance’s by now', async () => {
    const fake = await startFakeChatwoot();
    fake.add(chatwootBody('listed'));
    const lost = new Error('lost');
    const writing = helpdeskOf(fake).setAnswer('3:42', { rating: 4, comment: null }, () =>
      Promise.reject(lost),
    );
    await expect(writing).rejects.toBe(lost);
    expect(fake.conversations.get('3:42')?.attributes).toEqual({ order: 'A-1001' });
  });

  it('is a private note, which is found again after the one before it', async () => {
    const fake = await startFakeChatwoot();
    const { messages } = fake.add(chatwootBody('listed'));
    const helpdesk = helpdeskOf(fake);
    const text = 'Client’s rating: 4 of 5\nClient’s comment: a *quick* answer';
    expect(await helpdesk.findNote('3:42', text, null)).toBeNull();
    const note = await helpdesk.addNote('3:42', text);
    expect(messages).toMatchObject([{ private: true, message_type: 'outgoing' }]);
    expect(await helpdesk.findNote('3:42', text, null)).toBe(note);
    expect(await helpdesk.findNote('3:42', text, note)).toBeNull();
  });

  it.each([
    ['*bold* _and_ `code`', '\\*bold\\* \\_and\\_ \\`code\\`'],
    ['{{ contact.email }} {% raw %}', '\\{\\{ contact.email \\}\\} \\{% raw %\\}'],
    ['[@Anna](mention://user/7/Anna)', '\\[@Anna\\](mention:\\/\\/user/7/Anna)'],
    ['![x](https://evil.example/a.png)', '!\\[x\\](https://evil.example/a.png)'],
    ['<b>hi</b>', '\\<b\\>hi\\</b\\>'],
    ['&lt;3 &#42;', '\\&lt;3 \\&\\#42;'],
    ['- one\n2. two\n# three', '\\- one  \n2\\. two  \n\\# three'],
    ['Дякую! 5-7 хв.', 'Дякую! 5-7 хв.'],
  ])('says %j as it stands', (text, written) => {
    expect(asMarkdown(text)).toBe(written);
  });
});

describe('the list of conversations that were touched', () => {
  const since = new Date('2026-11-22T11:00:00Z');
  const seconds = since.getTime() / 1_000;

  it('is read page by page until it is older than asked for', async () => {
    const fake = await startFakeChatwoot();
    for (let id = 1; id <= 130; id++)
      fake.add({ ...chatwootBody('listed'), id, last_activity_at: seconds + 60 - id });
    fake.add({ ...chatwootBody('listed'), id: 501, account_id: 4 });
    const ids = await idsOf(helpdeskOf(fake).touchedSince(since));
    expect(ids).toEqual(Array.from({ length: 60 }, (_, at) => `3:${at + 1}`));
    expect(fake.calls).toHaveLength(4);
  });

  it('holds those that go on as well', async () => {
    const fake = await startFakeChatwoot();
    fake.add({ ...chatwootBody('listed'), status: 'open' });
    for await (const { kind } of helpdeskOf(fake).touchedSince(since)) expect(kind).toBe('reopened');
    expect(fake.calls).toHaveLength(2);
  });

  it('is read on past a page that moved down as a whole while it was read', async () => {
    const fake = await startFakeChatwoot();
    const page = (first: number): string => {
      const at = (id: number) => seconds + 600 - id;
      const entry = (id: number) => ({ ...chatwootBody('listed'), id, last_activity_at: at(id) });
      return JSON.stringify({
        data: { payload: Array.from({ length: 25 }, (_, index) => entry(first + index)) },
      });
    };
    const pages = [page(1), page(1), page(26), '{"data":{"payload":[]}}'];
    fake.fault = (call, response) => answering(200, {}, pages.shift())(call, response);
    expect(await idsOf(helpdeskOf(fake).touchedSince(since))).toHaveLength(50);
  });

  it('is read of the other accounts too when one is gone, which is told in the end', async () => {
    const fake = await startFakeChatwoot();
    fake.add({ ...chatwootBody('listed'), account_id: 4 });
    fake.fault = (call, response) => call.includes(' 3/') && answering(404)(call, response);
    const ids: string[] = [];
    const reading = (async () => {
      for await (const one of helpdeskOf(fake, { accounts: ['3', '4'] }).touchedSince(since))
        if (one.kind === 'completed') ids.push(one.conversation.id);
    })();
    expect((await faultOf(reading)).message).toMatch(/no account 3 \(404\)/);
    expect(ids).toEqual(['4:42']);
  });

  it('ends on a server that gives the same page for ever', async () => {
    const fake = await startFakeChatwoot();
    fake.fault = answering(200, {}, JSON.stringify({ data: { payload: [chatwootBody('listed')] } }));
    expect(await idsOf(helpdeskOf(fake).touchedSince(since))).toEqual(['3:42']);
  });
});

describe('the messages of a conversation', () => {
  it.each([
    [0, 60, true],
    ['incoming', 60, true],
    [0, 0, false],
    [1, 60, false],
    ['outgoing', 60, false],
    [2, 60, false],
    [3, 60, false],
    [0, null, false],
  ])('say whether the client wrote since: %j after %j seconds', async (message_type, after, wrote) => {
    const fake = await startFakeChatwoot();
    const since = new Date('2026-11-22T11:00:00Z');
    const created_at = after === null ? null : since.getTime() / 1_000 + after;
    fake.fault = answering(200, {}, JSON.stringify({ payload: [{ id: 1, message_type, created_at }] }));
    expect(await helpdeskOf(fake).clientWroteSince('3:42', since)).toBe(wrote);
    expect(fake.calls).toEqual(['GET 3/conversations/42/messages']);
  });
});

describe('Chatwoot that does not do what it is asked', () => {
  it.each([
    [401, 'unauthorized', /CONNECT_CHATWOOT_API_TOKEN/],
    [403, 'unauthorized', /CONNECT_CHATWOOT_API_TOKEN/],
    [404, 'rejected', /no conversation 42 of account 3 \(404\); it was deleted/],
    [422, 'rejected', /refuses what is written to conversation 42 of account 3 \(422\)/],
    [302, 'network', /redirect \(302\); set it to the address/],
    [500, 'network', /answers 500/],
    [408, 'network', /answers 408/],
  ])('is told apart: %d', async (status, code, message) => {
    const fake = await startFakeChatwoot();
    fake.fault = answering(status, status === 302 ? { location: 'https://elsewhere.example/' } : {});
    const fault = await faultOf(helpdeskOf(fake).addNote('3:42', 'x'));
    expect(fault.code).toBe(code);
    expect(fault.message).toMatch(message);
    expect(fault.message).not.toContain(fake.token);
  });

  it('may say how long to wait', async () => {
    const fake = await startFakeChatwoot();
    fake.fault = answering(429, { 'retry-after': '7' });
    expect(await faultOf(helpdeskOf(fake).addNote('3:42', 'x'))).toMatchObject({
      code: 'rate_limited',
      retryAfterMs: 7_000,
    });
  });

  it('may be the address of something else', async () => {
    const fake = await startFakeChatwoot();
    fake.fault = answering(200, {}, '<!doctype html>');
    expect((await faultOf(helpdeskOf(fake).addNote('3:42', 'x'))).message).toMatch(
      /something else than JSON/,
    );
    fake.fault = answering(200, {}, '{"ok":true}');
    expect((await faultOf(helpdeskOf(fake).addNote('3:42', 'x'))).message).toMatch(/has no id/);
  });

  it('may answer never', async () => {
    const fake = await startFakeChatwoot();
    fake.fault = () => true;
    const fault = await faultOf(helpdeskOf(fake, { clock: impatient(50) }).addNote('3:42', 'x'));
    expect(fault.message).toBe('Chatwoot did not answer within 10 seconds');
  });

  it('may not be there', async () => {
    const helpdesk = createChatwootHelpdesk({
      api: createChatwootApi({ url: 'http://127.0.0.1:1', token: 'x', clock: systemClock }),
      reader: createChatwootReader([]),
      accounts: ['3'],
    });
    expect((await faultOf(helpdesk.addNote('3:42', 'x'))).message).toMatch(/gave no answer: /);
  });

  it('refuses a token that it does not know', async () => {
    const fake = await startFakeChatwoot();
    fake.add(chatwootBody('listed'));
    const fault = await faultOf(helpdeskOf(fake, { token: 'wrong' }).addNote('3:42', 'x'));
    expect(fault.code).toBe('unauthorized');
  });
});
