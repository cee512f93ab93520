import { describe, expect, it } from 'vitest';
import { webhookTypes } from '../../src/config/webhooks.ts';
import { readConfig, secretsOf } from '../../src/service.ts';
import { faultsOf as faultsOfAll } from './faults.ts';

const key = Buffer.from('a key of twenty-four bytes').toString('base64');
const SECRET = `whsec_${key}`;
const SHORT = `whsec_${Buffer.from('too short').toString('base64')}`;

const faultsOf = (WEBHOOKS: string, more: Record<string, string> = {}): readonly string[] =>
  faultsOfAll({ WEBHOOKS, ...more });

describe('WEBHOOKS', () => {
  it('names who is told, each with a secret and with types or all', () => {
    const { WEBHOOKS } = readConfig({
      WEBHOOKS: `https://crm.example/hooks ${SECRET} survey.answered+client.message,
        http://127.0.0.1:9/x?token=1  ${SECRET} ,`,
    });
    expect(WEBHOOKS).toEqual([
      {
        id: expect.stringMatching(/^[0-9a-f]{12}$/),
        url: 'https://crm.example/hooks',
        secret: SECRET,
        types: ['survey.answered', 'client.message'],
      },
      {
        id: expect.stringMatching(/^[0-9a-f]{12}$/),
        url: 'http://127.0.0.1:9/x?token=1',
        secret: SECRET,
        types: webhookTypes,
      },
    ]);
    expect(readConfig({}).WEBHOOKS).toEqual([]);
  });

  it('knows an endpoint by its address, whatever its secret and its place', () => {
    const idOf = (WEBHOOKS: string) => readConfig({ WEBHOOKS }).WEBHOOKS.map(({ id }) => id);
    const other = `whsec_${Buffer.from('another key of enough bytes').toString('base64')}`;
    const [first, second] = idOf(`https://a.example ${SECRET}, https://b.example ${SECRET}`);
    expect(idOf(`https://b.example/ ${other} survey.asked`)).toEqual([second]);
    expect(first).not.toBe(second);
  });

  it.each([
    ['crm.example', 'is not an address such as https://csat.example.com; write <https address> <secret>'],
    [SECRET, 'is not an address such as'],
    [`${SECRET} https://crm.example`, 'is not an address such as'],
    [`http://crm.example ${SECRET}`, 'has an address without https://'],
    [`https://u:${key}@crm.example ${SECRET}`, 'must not hold a user or a password'],
    ['https://crm.example', 'has no secret behind its address that is whsec_ and a key in base64; make one'],
    [`https://crm.example ${key}`, 'has no secret behind its address'],
    [`https://crm.example ${SHORT}`, 'has a secret of 9 bytes, and 24 to 64 are taken; make one with'],
    [`https://crm.example whsec_${'A'.repeat(89)}`, 'has a secret that is not base64'],
    [`https://crm.example whsec_${'A'.repeat(88)}`, 'has a secret of 66 bytes'],
    [`https://crm.example ${SECRET} survey.rated`, 'names a type that there is not; there are survey.asked'],
    [`https://crm.example ${SECRET} survey.asked+`, 'names a type that there is not'],
    [`https://crm.example ${SECRET} survey.asked survey.answered`, 'has too many parts'],
    [`https://crm.example ${SECRET} ${SECRET}`, 'names a type that there is not'],
    [`https://ok.example ${SECRET} survey.asked`, 'has the address of entry 1'],
  ])('refuses %s by its place, with the remedy and without the secret', (entry, fault) => {
    const [said, ...more] = faultsOf(`https://ok.example/ ${SECRET}, ${entry}`);
    expect(said).toContain(`WEBHOOKS entry 2 ${fault}`);
    expect(more).toEqual([]);
    expect(said).not.toContain(key);
    expect(said).not.toContain(SHORT);
  });

  it.each([
    ['https://csat.example/webhooks/telegram', 'https://csat.example'],
    ['https://csat.example/afterword/webhooks', 'https://csat.example/afterword/'],
    ['http://localhost:8080/webhooks/viber', 'https://csat.example'],
  ])('refuses %s, which leads to Afterword itself at %s', (url, PUBLIC_URL) => {
    const real = {
      TELEGRAM_BOT_TOKEN: '123456789:AAF-abcdefghijklmnopqrstuvwxyz12345',
      API_KEYS: 'a-key-of-sixteen-letters',
    };
    expect(faultsOf(`${url} ${SECRET}`, { ...real, PUBLIC_URL })).toEqual([
      'WEBHOOKS entry 1 is an address of this service itself; name the one that is to be told',
    ]);
    expect(faultsOf(`https://csat.example/elsewhere ${SECRET}`, { ...real, PUBLIC_URL })).toEqual([]);
  });

  it('lets no log line show its secrets, nor what an address holds behind its path', () => {
    const config = readConfig({ WEBHOOKS: `https://crm.example/hooks?token=hidden-words ${SECRET}` });
    expect(secretsOf(config)).toEqual(expect.arrayContaining([SECRET, key, 'hidden-words']));
  });
});
