import { createHmac } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { isSigned } from '../../../adapters/viber/events.ts';

describe('the signature of Viber', () => {
  const body = Buffer.from('{"event":"webhook"}');
  const right = createHmac('sha256', 'secret').update(body).digest('hex');

  it('is taken when it was made over these bytes with this token', () => {
    expect(isSigned(body, right, 'secret')).toBe(true);
    expect(isSigned(body, right.toUpperCase(), 'secret')).toBe(true);
  });

  it.each([
    '',
    'zz',
    right.slice(2),
    `${right}0`,
    `${right}00`,
    `${right}\n`,
    right.replace(/^./, (c) => (c === '0' ? '1' : '0')),
  ])('is refused otherwise: %s', (signature) => {
    expect(isSigned(body, signature, 'secret')).toBe(false);
  });

  it('is refused for another body or another token', () => {
    expect(isSigned(Buffer.from('{"event":"webhook" }'), right, 'secret')).toBe(false);
    expect(isSigned(body, right, 'Secret')).toBe(false);
  });
});
