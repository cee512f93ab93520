import { expect } from 'vitest';
import { post, bodyOfText, type Test } from './harness.ts';

/** What a channel answers to a request of its webhook. */
export function testWebhook(test: Test): void {
  test('refuses a webhook that is not signed, or badly', async ({ webhook, clients, started, events }) => {
    await started();
    const body = bodyOfText(clients[0]);
    expect(await post(webhook.url, body, {})).toBe(401);
    const signed = webhook.sign(body);
    const header = Object.keys(signed)[0] ?? '';
    for (const bad of ['', 'x', 'ї', `${signed[header]}0`, signed[header]?.replace(/.$/, 'g') ?? '']) {
      expect(await post(webhook.url, body, { [header]: encodeURIComponent(bad) })).toBe(401);
    }
    expect(events).toEqual([]);
  });

  test('refuses a webhook that is malformed', async ({ webhook, started, events }) => {
    await started();
    for (const body of ['', '{', 'null', '[]', '7', '"text"']) {
      expect(await post(webhook.url, body, webhook.sign(body))).toBe(400);
    }
    expect(events).toEqual([]);
  });

  test('lets an update go that can never be read, or it would come again for ever', async (channel) => {
    const { webhook, started, events, logs } = channel;
    await started();
    for (const body of ['{}', '{"event":7}', '{"update_id":"x"}']) {
      expect(await post(webhook.url, body, webhook.sign(body))).toBe(200);
    }
    expect(events).toEqual([]);
    expect(logs.filter((line) => line.includes('could not be read'))).toHaveLength(3);
  });

  test('reads a huge webhook', async ({ webhook, started, events }) => {
    await started();
    const junk = JSON.stringify('\\"9007199254740993 '.repeat(100_000));
    const body = `{"event":"unknown","update_id":9007199254740000,"junk":${junk}}`;
    expect(await post(webhook.url, body, webhook.sign(body))).toBe(200);
    expect(events).toEqual([]);
  });

  test('takes an event of a kind that it does not know for read', async (channel) => {
    const { webhook, unknownEvent, started, events } = channel;
    await started();
    expect(await post(webhook.url, unknownEvent, webhook.sign(unknownEvent))).toBe(200);
    expect(events).toEqual([]);
  });

  test('takes no webhook before it is started, nor after it is stopped', async (channel) => {
    const { webhook, clients, started, adapter } = channel;
    const body = bodyOfText(clients[0]);
    expect(await post(webhook.url, body, webhook.sign(body))).toBe(503);
    await started();
    expect(await post(webhook.url, body, webhook.sign(body))).toBe(200);
    await adapter.stop();
    expect(await post(webhook.url, body, webhook.sign(body))).toBe(503);
  });
}
