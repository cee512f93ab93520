import { describe, expect, it } from 'vitest';
import { ChannelError, isFinalRefusal } from '../src/errors.ts';

describe('a refusal of a platform', () => {
  it.each([
    ['unreachable', true],
    ['moved', true],
    ['rejected', true],
    ['rate_limited', false],
    ['unauthorized', false],
    ['network', false],
  ] as const)('is final or not: %s', (code, isFinal) => {
    expect(isFinalRefusal(new ChannelError(code, 'no'))).toBe(isFinal);
  });
});
