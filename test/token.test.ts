import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readToken, writeToken } from '../src/token.ts';

const ID = 'd00000000001';

describe('a token', () => {
  const anyToken = fc.record({
    dialogueId: fc.stringMatching(/^[A-Za-z0-9_-]{12}$/),
    block: fc.stringMatching(/^[a-z][a-z0-9_]{0,23}$/),
    value: fc.stringMatching(/^~?[A-Za-z0-9_-]{1,20}$/),
  });

  it('comes back as it was written, in at most 64 bytes', () => {
    fc.assert(
      fc.property(anyToken, (token) => {
        const written = writeToken(token);
        expect(readToken(written)).toEqual(token);
        expect(Buffer.byteLength(written)).toBeLessThanOrEqual(64);
      }),
    );
  });

  it('of the version before is still read', () => {
    fc.assert(
      fc.property(anyToken, (token) => {
        expect(readToken(`${token.dialogueId}:${token.block}:${token.value}`)).toEqual(token);
      }),
    );
  });

  it.each([
    '',
    ':',
    'a:b:c',
    `1s${ID}:rate:`,
    `1s${ID}:rate:4:5`,
    `1s${ID}:rate:${'4'.repeat(99)}`,
    `1s${ID}:Rate:4`,
    `2s${ID}:rate:4`,
    `1x${ID}:rate:4`,
    `1s1s${ID}:rate:4`,
    '💥',
  ])('is none that nobody wrote: %s', (token) => {
    expect(readToken(token)).toBeNull();
  });
});
