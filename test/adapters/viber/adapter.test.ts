import { describe, expect, it } from 'vitest';
import type { ConfigError } from '../../../src/errors.ts';
import { create, failure, webhookUrl } from './fake-viber.ts';

describe('Viber', () => {
  it('registers the webhook with the events that it reads, and asks for names', async () => {
    const { adapter, callsOf } = await create();
    await adapter.start(async () => undefined);
    expect(callsOf('set_webhook')[0]?.body).toMatchObject({
      url: webhookUrl,
      event_types: ['subscribed', 'unsubscribed', 'conversation_started', 'message', 'failed'],
      send_name: true,
    });
    expect(adapter.link('d&1')).toBe('viber://pa?chatURI=after%26word&context=d%261');
  });

  it.each([
    ['get_account_info', 2, 'VIBER_AUTH_TOKEN'],
    ['set_webhook', 1, 'PUBLIC_URL'],
  ])('names the variable at fault: %s, status %i', async (broken, status, variable) => {
    const { adapter } = await create(({ method }) => (method === broken ? { status } : undefined));
    const error = await failure(adapter.start(async () => undefined));
    expect((error as ConfigError).faults).toEqual([expect.stringContaining(variable)]);
  });

  it.each(['get_account_info', 'set_webhook'])(
    'blames no variable for a general error: %s',
    async (broken) => {
      const { adapter } = await create(({ method }) => (method === broken ? { status: 999 } : undefined));
      expect(await failure(adapter.start(async () => undefined))).toMatchObject({ code: 'network' });
    },
  );
});

describe('the id of a client on Viber', () => {
  it.each(['01234567890A+b/c==', 'abc_def-1='])('may be %j', async (id) => {
    expect((await create()).adapter.clientIdFault(id)).toBeNull();
  });

  it.each(['', ' ', '@olena x', '@olena', 'a b', 'a'.repeat(129), 'abc==\n', '\nabc==', 'олена'])(
    'can never be %j',
    async (id) => {
      expect((await create()).adapter.clientIdFault(id)).toContain('not the id of a Viber user');
    },
  );
});
