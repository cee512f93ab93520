import { describe, expect, it } from 'vitest';
import { readConfig, secretsOf } from '../../src/service.ts';
import { faultsOf } from './faults.ts';

const real = {
  TELEGRAM_BOT_TOKEN: '7012345678:AAF-simulated_0123456789abcdefghijk',
  API_KEYS: 'a-key-of-sixteen-letters',
};

describe('RELAY_URL_TELEGRAM', () => {
  it.each([
    ['http://127.0.0.1:8080/webhooks/telegram', {}],
    ['http://localhost:8080/', {}],
    ['http://localhost:9000/hook', { PORT: '9000' }],
    ['https://csat.example.com/webhooks/telegram', { PUBLIC_URL: 'https://csat.example.com' }],
    ['https://csat.example.com:443/elsewhere', { PUBLIC_URL: 'https://csat.example.com' }],
    ['https://example.com/csat/webhooks/telegram', { PUBLIC_URL: 'https://example.com/csat' }],
  ])('is refused when it points to this service: %s', (url, more) => {
    expect(faultsOf({ ...real, RELAY_URL_TELEGRAM: url, ...more })).toEqual([
      'RELAY_URL_TELEGRAM points to this service itself; set the webhook that the helpdesk registered',
    ]);
  });

  it.each([
    ['http://127.0.0.1:3000/webhooks/telegram/1:A', {}],
    ['https://example.com/desk/hook', { PUBLIC_URL: 'https://example.com/csat' }],
    ['https://desk.example.com/hook', { PUBLIC_URL: 'https://csat.example.com' }],
  ])('may be %s', (url, more) => {
    expect(faultsOf({ ...real, RELAY_URL_TELEGRAM: url, ...more })).toEqual([]);
  });

  it('may be the simulated helpdesk, and nothing else of this service, where the platforms are simulated', () => {
    const address = (path: string) => ({ RELAY_URL_TELEGRAM: `http://127.0.0.1:8080${path}` });
    expect(faultsOf(address('/simulator/helpdesk/telegram'))).toEqual([]);
    expect(faultsOf(address('/webhooks/telegram'))).toHaveLength(1);
    expect(faultsOf({ ...real, ...address('/simulator/helpdesk/telegram') })).toHaveLength(1);
  });

  it.each(['desk.example.com', 'ftp://desk.example.com', 'https://user:password@desk.example.com/'])(
    'is refused as %s, which is not repeated',
    (url) => {
      const [fault] = faultsOf({ ...real, RELAY_URL_TELEGRAM: url });
      expect(fault).toMatch(/^RELAY_URL_TELEGRAM (is not an address|must not hold)/);
      expect(fault).not.toContain('desk.example');
    },
  );

  it('is a secret, since it may hold the token of the bot', () => {
    const url = 'https://desk.example/webhooks/telegram/7012345678:AAF';
    expect(secretsOf(readConfig({ ...real, RELAY_URL_TELEGRAM: url }))).toContain(url);
  });
});

it('RELAY_SECRET_TELEGRAM needs RELAY_URL_TELEGRAM', () => {
  expect(faultsOf({ ...real, RELAY_SECRET_TELEGRAM: 'abc' })).toEqual([
    'RELAY_SECRET_TELEGRAM is set without RELAY_URL_TELEGRAM: set the address of the helpdesk’s webhook',
  ]);
  expect(faultsOf({ ...real, RELAY_SECRET_TELEGRAM: 'a b' })[0]).toMatch(/is not a secret token/);
});

it.each(['RELAY_ANSWERS', 'TAKE_WEBHOOK'])('%s is true or false', (name) => {
  expect(faultsOf({ ...real, [name]: 'yes' })).toEqual([`${name} must be true or false`]);
});
