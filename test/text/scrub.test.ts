import { describe, expect, it } from 'vitest';
import { createScrub } from '../../src/text/scrub.ts';

const token = '123456789:AAF-abcdefghijklmnopqrstuvwxyz12345';

describe('a text that a platform or a driver wrote', () => {
  it.each([
    ['as it is', `bot${token}/getMe`],
    ['URL-encoded', `bot${encodeURIComponent(token)}/getMe`],
    ['cut at its end', `bot${token.slice(0, 20)}...`],
    ['cut at its beginning', `...${token.slice(-20)}/getMe`],
    ['twice', `${token} ${token}`],
  ])('shows no token %s', (_, text) => {
    const scrubbed = createScrub([token])(text);
    expect(scrubbed).toContain('***');
    expect(scrubbed).not.toMatch(/abcdefgh|xyz12345/);
  });

  it('shows no secret with characters that JSON or an address escapes', () => {
    const secret = 'pa"ss\\wörd/+=&long';
    const scrub = createScrub([secret]);
    for (const text of [secret, JSON.stringify({ secret }), `?key=${encodeURIComponent(secret)}`]) {
      expect(scrub(text)).not.toMatch(/wörd|w%C3%B6rd/i);
    }
  });

  it.each(['a', '1', 'user', 'mongo'])('is not garbled by the short password "%s"', (password) => {
    const text = 'MongoDB at mongo:27017: a user of 1 database cannot connect';
    expect(createScrub([password])(text)).toBe(text);
  });

  it('loses user and password of an address, however short they are', () => {
    const scrub = createScrub([]);
    expect(scrub('cannot reach mongodb://u:1@db:27017/x')).toBe('cannot reach mongodb://***@db:27017/x');
    expect(scrub('see https://host/a@b')).toBe('see https://host/a@b');
    expect(scrub('proxy http://me:p@ss@proxy:3128 refused')).toBe('proxy http://***@proxy:3128 refused');
  });

  // What takes quadratic time takes longer than any test may.
  it('is read in linear time', () => {
    const scrub = createScrub([token]);
    for (const piece of ['a', '://', '://a', '@', token.slice(0, 15)])
      scrub(piece.repeat(2_000_000 / piece.length));
  });

  it('loses a longer password only where it is a word', () => {
    const scrub = createScrub(['secret1']);
    expect(scrub('password secret1, not secret12')).toBe('password ***, not secret12');
  });
});
