import { PassThrough } from 'node:stream';
import { describe, expect, it } from 'vitest';
import { faultFields, StoreError } from '../../src/errors.ts';
import type { Log } from '../../src/log/log.ts';
import { createLogger } from '../../src/log/logger.ts';

const token = '123456789:AAF-abcdefghijklmnopqrstuvwxyz12345';

async function logged(forPerson: boolean, write: (log: Log) => void): Promise<string> {
  const destination = new PassThrough();
  write(await createLogger({ level: 'info', forPerson, secrets: [token], destination }));
  return String(destination.read() ?? '');
}

// What a client, a helpdesk or a platform may send: new lines, escapes of a terminal, bidi and hidden characters.
const hostile = [
  '\n{"level":50,"msg":"forged"}',
  '\r\nERROR: forged',
  '\u001b[2J\u001b[31mred',
  '\u009b31m',
  '\u0085next',
  '\u2028line\u2029paragraph',
  '\u202eabc\u2066d\u200f',
  '\u200bhidden\ufeff',
  '\u0007\u0008',
];

describe.each([false, true])('a log line (for a person: %s)', (forPerson) => {
  it.each(hostile)('is not forged by %j in a message, a field, a key or a list', async (text) => {
    const output = await logged(forPerson, (log) =>
      log('warn', `said ${text}`, { error: text, [`key${text}`]: 1, list: [{ name: text }] }),
    );
    const lines = output.trimEnd().split('\n');
    const begun = lines.filter((line) => !line.startsWith('    '));
    expect(begun).toHaveLength(1);
    expect(output).not.toMatch(
      // oxlint-disable-next-line no-control-regex -- these are what is looked for
      /[\u0000-\u0009\u000b-\u001f\u007f-\u009f\u200b-\u200f\u2028-\u202e\u2066-\u2069\ufeff]/,
    );
  });

  it('shows no token, whole or cut, in any place', async () => {
    const output = await logged(forPerson, (log) =>
      log('error', `GET https://api/bot${token}/getMe`, {
        ...faultFields(
          new Error(`cut ${token.slice(0, 30)}`, { cause: new Error(encodeURIComponent(token)) }),
        ),
      }),
    );
    expect(output).not.toContain('abcdefghijklm');
    expect(output).toContain('***');
  });

  it('of a child has its fields, scrubbed and printable as any other, and those of the line', async () => {
    const output = await logged(forPerson, (log) => {
      const child = log.child({ channel: `tele\u202egram`, token, 'a\nkey': 1 }).child({ dialogue: 'd1' });
      child('warn', 'said', { error: 'away' });
    });
    for (const part of ['u202egram', '***', 'd1', 'away', 'said']) expect(output).toContain(part);
    expect(output).not.toContain('abcdefghijklm');
    expect(output).not.toContain('\u202e');
    expect(output).not.toContain('a\nkey');
  });

  it('tells a bug with its stack and its causes', async () => {
    const bug = new TypeError('x is not a function', { cause: new RangeError('too far') });
    const output = await logged(forPerson, (log) => log('error', 'failed', { ...faultFields(bug) }));
    expect(output).toContain('TypeError: x is not a function');
    expect(output).toContain('logger.test.ts');
    expect(output).toContain('RangeError: too far');
  });
});

describe('what is logged of an error', () => {
  it('is the message of a known one, and stack and causes of a bug, also of a ring of causes', async () => {
    expect(faultFields(new StoreError('away', { cause: new Error('secret') }))).toEqual({ error: 'away' });
    const bug = new StoreError('could not save', { cause: new RangeError('wakeAt is not a date') });
    expect(faultFields(bug).cause).toContain('RangeError: wakeAt is not a date');
    expect(faultFields('text')).toEqual({ error: 'text' });
    const ring = new Error('ring');
    ring.cause = ring;
    expect(faultFields(ring)).toMatchObject({ error: 'ring', stack: expect.stringContaining('    at ') });
  });
});
