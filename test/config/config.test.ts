import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { envExample, readConfig, variables } from '../../src/service.ts';
import { faultsOf } from './faults.ts';

const TOKEN = '123456789:AAF-abcdefghijklmnopqrstuvwxyz12345';
const KEY = 'a-key-of-sixteen-letters';

describe('the configuration', () => {
  it('needs nothing: an empty environment is the embedded store and simulated platforms', () => {
    expect(readConfig({})).toMatchObject({
      simulated: true,
      PORT: 8080,
      HOST: '127.0.0.1',
      STORE_URL: 'sqlite:./data/afterword.db',
      DIGEST_AT: '09:00',
      SUPERVISORS: [],
    });
  });

  it('takes an empty value as absent', () => {
    expect(readConfig({ PORT: '', TELEGRAM_BOT_TOKEN: ' ', SUPERVISORS: '' })).toMatchObject({
      PORT: 8080,
      simulated: true,
    });
  });

  it('reads supervisors with and without a language of their own', () => {
    const config = readConfig({
      SUPERVISORS: 'telegram:123, viber:a+/b==:en,telegram:-1001234567890',
      SUPERVISOR_LANGUAGE: 'uk',
    });
    expect(config.SUPERVISORS).toEqual([
      { channel: 'telegram', clientId: '123', language: 'uk' },
      { channel: 'viber', clientId: 'a+/b==', language: 'en' },
      { channel: 'telegram', clientId: '-1001234567890', language: 'uk', isGroup: true },
    ]);
  });

  it('serves the real platforms with tokens', () => {
    const config = readConfig({
      TELEGRAM_BOT_TOKEN: TOKEN,
      VIBER_AUTH_TOKEN: '445da6az1s345z78-dazcczb2542zv51a-e0vc5fva17480im9',
      PUBLIC_URL: 'https://csat.example.com/',
      API_KEYS: KEY,
      SUPERVISORS: 'telegram:1,viber:2==',
    });
    expect(config).toMatchObject({ simulated: false, PUBLIC_URL: 'https://csat.example.com' });
  });

  it.each([
    [{ PORT: 'http' }, 'PORT is not a port'],
    [{ PORT: '70000' }, 'PORT is not a port; use 1-65535'],
    [
      { TELEGRAM_BOT_TOKEN: 'secret-but-wrong' },
      'TELEGRAM_BOT_TOKEN is not a token as BotFather gives it (digits, a colon, letters)',
    ],
    [{ PUBLIC_URL: 'csat.example.com' }, 'PUBLIC_URL is not an address such as https://csat.example.com'],
    [
      { PUBLIC_URL: 'http://csat.example.com' },
      'PUBLIC_URL must begin with https://; the platforms call nothing else',
    ],
    [
      { STORE_URL: 'postgres://user:hunter2@db' },
      'STORE_URL must begin with sqlite:, mongodb:// or mongodb+srv://',
    ],
    [{ API_KEYS: 'short' }, 'API_KEYS is shorter than 16 characters; make one with: openssl rand -hex 24'],
    [
      { SUPERVISORS: '123' },
      'SUPERVISORS "123" is not channel:id or channel:id:language (en or uk); write telegram:552041877 or viber:abc==',
    ],
    [
      { STORE_URL: 'mongodb://db/afterword' },
      'TELEGRAM_BOT_TOKEN and VIBER_AUTH_TOKEN are empty, but STORE_URL is a MongoDB; set a token, or remove STORE_URL to try the simulation',
    ],
    [
      { PUBLIC_URL: 'https://csat.example.com' },
      'TELEGRAM_BOT_TOKEN and VIBER_AUTH_TOKEN are empty, but PUBLIC_URL is set; set a token, or remove PUBLIC_URL to try the simulation',
    ],
    [
      { HOST: '0.0.0.0' },
      'TELEGRAM_BOT_TOKEN and VIBER_AUTH_TOKEN are empty, and HOST 0.0.0.0 would serve a simulation to everybody on the network; set a token, or SIMULATE_ON_ALL_ADDRESSES=yes if that is meant, or HOST=127.0.0.1',
    ],
    [{ SIMULATE_ON_ALL_ADDRESSES: 'maybe' }, 'SIMULATE_ON_ALL_ADDRESSES must be yes or no'],
    [{ SUPERVISORS: 'slack:1' }, 'SUPERVISORS names "slack:1"; the channels are telegram and viber'],
    [
      { TELEGRAM_API_ROOT: 'http://user:hunter2@host' },
      'TELEGRAM_API_ROOT must not hold a user or a password',
    ],
    [{ PUBLIC_URL: 'https://user:hunter2@host' }, 'PUBLIC_URL must not hold a user or a password'],
    [
      { PUBLIC_URL: 'https://csat.example.com/\nx' },
      'PUBLIC_URL is not an address such as https://csat.example.com',
    ],
    [{ REPORT_TIMEZONE: 'Kyiv' }, 'REPORT_TIMEZONE is not a time zone such as Europe/Kyiv'],
    [{ DIGEST_AT: '9am' }, 'DIGEST_AT is not a time of day such as 09:00'],
    [{ CSAT_TARGET: '850' }, 'CSAT_TARGET is above 100'],
    [
      { VIBER_AUTH_TOKEN: 'abc', API_KEYS: KEY },
      'PUBLIC_URL is missing; Viber calls a webhook, so set the https address of this service',
    ],
    [
      { TELEGRAM_BOT_TOKEN: TOKEN },
      'API_KEYS is missing; set at least one key for the HTTP API, e.g. from: openssl rand -hex 24',
    ],
    [
      { TELEGRAM_BOT_TOKEN: TOKEN, API_KEYS: KEY, SUPERVISORS: 'viber:x' },
      'SUPERVISORS names "viber:x", but VIBER_AUTH_TOKEN is not set',
    ],
    [
      { TELEGRAM_BOT_TOKEN: TOKEN, API_KEYS: KEY, SUPERVISORS: 'icq:1' },
      'SUPERVISORS names "icq:1"; the channels are telegram and viber',
    ],
    [
      { SUPERVISORS: 'viber:x' },
      'SUPERVISORS names "viber:x", which is no id that Viber gives; write one such as viber:abc==, or take it out and run: afterword invite',
    ],
    [
      { SUPERVISORS: 'viber:' },
      'SUPERVISORS "viber:" is not channel:id or channel:id:language (en or uk); write telegram:552041877 or viber:abc==',
    ],
  ])('refuses %j with the variable and the remedy', (environment, fault) => {
    expect(faultsOf(environment as Record<string, string>)).toEqual([fault]);
  });

  it.each(['@olena', '0', '-0', '12a', '+380501234567', '99999999999999999', '-', '1.5'])(
    'refuses a supervisor whose id Telegram never gives: %s',
    (id) => {
      const fault = `SUPERVISORS names "telegram:${id}", which is no id that Telegram gives; write one such as telegram:552041877, or telegram:-1001234567890 for a group, or take it out and run: afterword invite`;
      const SUPERVISORS = `telegram:${id}`;
      expect(faultsOf({ SUPERVISORS })).toEqual([fault]);
      expect(faultsOf({ SUPERVISORS, TELEGRAM_BOT_TOKEN: TOKEN, API_KEYS: KEY })).toEqual([fault]);
    },
  );

  it.each(['::', '0', '0.0', '[::]', '0:0:0:0:0:0:0:0', '::0', '::ffff:0.0.0.0'])(
    'simulates on every address, spelled %s, only when told to',
    (HOST) => {
      expect(faultsOf({ HOST }).join()).toContain('SIMULATE_ON_ALL_ADDRESSES=yes');
      expect(faultsOf({ HOST, SIMULATE_ON_ALL_ADDRESSES: 'yes' })).toEqual([]);
    },
  );

  it('serves a real platform on every address without being told to', () => {
    expect(faultsOf({ HOST: '0.0.0.0', TELEGRAM_BOT_TOKEN: TOKEN, API_KEYS: KEY })).toEqual([]);
  });

  it('gives one line for each fault and repeats no secret', () => {
    const faults = faultsOf({
      PORT: 'x',
      TELEGRAM_BOT_TOKEN: 'hunter2',
      STORE_URL: 'mysql://u:hunter2@h',
      API_KEYS: 'hunter2',
    });
    expect(faults).toHaveLength(4);
    expect(faults.join('\n')).not.toContain('hunter2');
  });
});

describe('what is written about it', () => {
  it('.env.example equals the schema', () => {
    expect(readFileSync('.env.example', 'utf8')).toBe(envExample());
  });

  it('the README has a line for each variable with its default', () => {
    const readme = readFileSync('README.md', 'utf8');
    for (const [name, { schema, default: spelled }] of Object.entries(variables)) {
      const fallback = spelled ?? schema.safeParse(undefined).data;
      const shown =
        fallback === undefined || Array.isArray(fallback) ? '' : `\`${fallback as string | number}\``;
      expect(readme).toContain(`| \`${name}\` | ${shown} |`);
    }
  });

  it('a default that is written out is the one of its schema', () => {
    const spelled = Object.values(variables).filter((variable) => variable.default !== undefined);
    expect(spelled).not.toEqual([]);
    for (const { schema, default: text } of spelled) {
      expect(schema.parse(text)).toEqual(schema.parse(undefined));
    }
  });
});
