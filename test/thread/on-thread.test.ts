import { getPriority } from 'node:os';
import { describe, expect, it } from 'vitest';
import { onThread } from '../../src/thread/on-thread.ts';

const work = (code: string) => ({ code, libraries: {} });

describe('work on another thread', () => {
  it('gives the bytes that it made of what it was given', async () => {
    const code = 'done(Buffer.from(data.words.join(" ") + data.at.toISOString()));';
    const bytes = await onThread(work(code), { words: ['a', 'б'], at: new Date(0) });
    expect(Buffer.from(bytes).toString()).toBe('a б1970-01-01T00:00:00.000Z');
  });

  it.runIf(process.platform === 'linux')('gives way to the thread that answers events', async () => {
    const before = getPriority();
    const bytes = await onThread(work('done(Buffer.from(String(getPriority())))'), null);
    expect(Number(Buffer.from(bytes).toString())).toBe(Math.max(before, 10));
    expect(getPriority()).toBe(before);
  });

  it('says why it failed, and when it made nothing', async () => {
    const failed = await onThread(work('throw new TypeError("no such thing")'), null).catch(
      (error: unknown) => error,
    );
    expect(failed).toMatchObject({ cause: { message: 'no such thing' } });
    await expect(onThread(work('process.exit(0)'), null)).rejects.toThrow('without a result');
  });
});
