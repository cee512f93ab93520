import { describe, expect, it } from 'vitest';
import { signatureFault } from '../../../src/connectors/chatwoot/verify.ts';
import { signed } from './bodies.ts';

const SECRET = 'the-secret-of-the-webhook';
const NOW = new Date('2026-11-22T12:00:00Z');
const BODY = '{"event":"conversation_status_changed","labels":["à"]}';

const faultOf = (headers: Record<string, string | string[]>, body = BODY): string | null =>
  signatureFault({ headers, rawBody: Buffer.from(body) }, SECRET, NOW);

describe('a call of Chatwoot', () => {
  it('passes with its signature over the timestamp and the bytes', () => {
    expect(faultOf(signed(BODY, SECRET, NOW))).toBeNull();
  });

  it.each([-299, 299])('passes when it was signed %d seconds from now', (seconds) => {
    expect(faultOf(signed(BODY, SECRET, new Date(NOW.getTime() + seconds * 1_000)))).toBeNull();
  });

  it.each([-301, 301])('is refused when it was signed %d seconds from now', (seconds) => {
    const at = new Date(NOW.getTime() + seconds * 1_000);
    expect(faultOf(signed(BODY, SECRET, at))).toMatch(/five minutes/);
  });

  it('is refused with a fresh timestamp that was not signed', () => {
    const old = signed(BODY, SECRET, new Date(NOW.getTime() - 3_600_000));
    const timestamp = String(NOW.getTime() / 1_000);
    expect(faultOf({ ...old, 'x-chatwoot-timestamp': timestamp })).toMatch(/signature does not fit/);
  });

  it.each<[string, Record<string, string | string[]>]>([
    ['no signature', {}],
    ['no timestamp', { 'x-chatwoot-signature': 'sha256=00' }],
    ['two signatures', { 'x-chatwoot-signature': ['sha256=00', 'sha256=11'], 'x-chatwoot-timestamp': '1' }],
  ])('is refused with %s', (_what, headers) => {
    expect(faultOf(headers)).toMatch(/is not signed/);
  });

  it.each([
    ['another secret', signed(BODY, 'another-secret', NOW)],
    ['a signature of another form', { ...signed(BODY, SECRET, NOW), 'x-chatwoot-signature': 'sha256=zz' }],
    ['an empty signature', { ...signed(BODY, SECRET, NOW), 'x-chatwoot-signature': '' }],
  ])('is refused with %s', (_what, headers) => {
    expect(faultOf(headers)).toMatch(/signature does not fit/);
  });

  it('is refused when a byte of its body was changed', () => {
    expect(faultOf(signed(BODY, SECRET, NOW), `${BODY} `)).toMatch(/signature does not fit/);
  });
});
