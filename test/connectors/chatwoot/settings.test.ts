import { describe, expect, it } from 'vitest';
import { readConfig, secretsOf } from '../../../src/service.ts';
import { faultsOf } from '../../config/faults.ts';

const SECRET = 'an-address-nobody-guesses';
const whole = {
  CONNECT_CHATWOOT_SECRET: SECRET,
  CONNECT_CHATWOOT_SIGNING_SECRET: 'the-secret-of-the-webhook',
  CONNECT_CHATWOOT_URL: 'https://chat.example.com/',
  CONNECT_CHATWOOT_API_TOKEN: 'a-token-of-an-agent',
  CONNECT_CHATWOOT_ACCOUNT: '3, 14',
};

describe('the settings of Chatwoot', () => {
  it('are none by default, and the secret alone is enough', () => {
    expect(readConfig({}).connectors['chatwoot']).toEqual({});
    expect(faultsOf({ CONNECT_CHATWOOT_SECRET: SECRET })).toEqual([]);
    expect(faultsOf(whole)).toEqual([]);
  });

  it('have three secrets, which no line of the log may show', () => {
    const secrets = secretsOf(readConfig(whole));
    expect(secrets).toEqual(
      expect.arrayContaining([SECRET, 'the-secret-of-the-webhook', 'a-token-of-an-agent']),
    );
    expect(secrets).not.toContain('https://chat.example.com');
  });

  it.each([
    [
      { CONNECT_CHATWOOT_SECRET: 'short' },
      'CONNECT_CHATWOOT_SECRET is not at least 16 of A-Z, a-z, 0-9, _ and -; make one with: openssl rand -hex 24',
    ],
    [
      { CONNECT_CHATWOOT_SECRET: 'sixteen/characters' },
      'CONNECT_CHATWOOT_SECRET is not at least 16 of A-Z, a-z, 0-9, _ and -; make one with: openssl rand -hex 24',
    ],
    [
      { CONNECT_CHATWOOT_SIGNING_SECRET: 'x' },
      'CONNECT_CHATWOOT_SECRET is missing; set it, or remove the other CONNECT_CHATWOOT_ variables',
    ],
    [
      { ...whole, CONNECT_CHATWOOT_API_TOKEN: '' },
      'CONNECT_CHATWOOT_API_TOKEN is missing; CONNECT_CHATWOOT_URL is of no use without it',
    ],
    [
      { ...whole, CONNECT_CHATWOOT_URL: '' },
      'CONNECT_CHATWOOT_URL is missing; CONNECT_CHATWOOT_API_TOKEN is of no use without it',
    ],
    [
      { ...whole, CONNECT_CHATWOOT_ACCOUNT: '' },
      'CONNECT_CHATWOOT_ACCOUNT is missing; set the number in the address /app/accounts/NUMBER/',
    ],
    [
      { ...whole, CONNECT_CHATWOOT_ACCOUNT: 'acme' },
      'CONNECT_CHATWOOT_ACCOUNT is not the number in /app/accounts/NUMBER/, or several with commas',
    ],
    [
      { ...whole, CONNECT_CHATWOOT_URL: 'https://chat.example.com/app/accounts/3/dashboard' },
      'CONNECT_CHATWOOT_URL must end with the name of the host, e.g. https://chat.example.com',
    ],
    [
      { ...whole, CONNECT_CHATWOOT_URL: 'chat.example.com' },
      'CONNECT_CHATWOOT_URL is not an address such as https://csat.example.com',
    ],
  ])('are refused with the variable and the remedy: %j', (environment, fault) => {
    expect(faultsOf(environment as Record<string, string>)).toEqual([fault]);
  });
});
