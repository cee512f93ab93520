import { buffer } from 'node:stream/consumers';
import { finished } from 'node:stream/promises';
import { describe, expect, it } from 'vitest';
import { archive } from '../../src/audit/archive.ts';
import type { AuditFile } from '../../src/audit/pack.ts';
import { unzip } from '../exports/read.ts';

const at = new Date('2026-12-01T00:00:00Z');
const file = (name: string, pieces: AsyncIterable<string>): AuditFile => ({
  name,
  type: 'text/csv',
  body: pieces,
});
async function* of(...texts: string[]): AsyncGenerator<string> {
  yield* texts;
}

describe('an archive', () => {
  it('holds every file below its folder, whatever is in it', async () => {
    async function* files(): AsyncGenerator<AuditFile> {
      yield file('a.csv', of('\ufeffid\r\n', 'Дякую, 👍\r\n'.repeat(20_000)));
      yield file('scenarios/1.yaml', of('id: csat\n'));
      yield file('empty.csv', of());
    }
    const zip = unzip(await buffer(archive(files(), 'evidence-2026-11', at)));
    expect([...zip.keys()]).toEqual(
      ['a.csv', 'scenarios/1.yaml', 'empty.csv'].map((name) => `evidence-2026-11/${name}`),
    );
    expect(zip.get('evidence-2026-11/a.csv')).toBe(`\ufeffid\r\n${'Дякую, 👍\r\n'.repeat(20_000)}`);
    expect(zip.get('evidence-2026-11/empty.csv')).toBe('');
  });

  it('ends what makes the files when its reader goes away', async () => {
    let ended = false;
    async function* endless(): AsyncGenerator<string> {
      try {
        for (;;) yield Math.PI.toString().repeat(10_000);
      } finally {
        ended = true;
      }
    }
    async function* files(): AsyncGenerator<AuditFile> {
      yield file('a.csv', endless());
    }
    const zip = archive(files(), 'evidence', at);
    await new Promise((resolve) => zip.once('data', resolve));
    zip.destroy();
    await finished(zip).catch(() => {});
    await expect.poll(() => ended).toBe(true);
  });

  it.each(['the first', 'a later'])('breaks off when %s file cannot be made', async (which) => {
    async function* broken(): AsyncGenerator<string> {
      yield 'id\r\n';
      throw new Error('the store is away');
    }
    async function* files(): AsyncGenerator<AuditFile> {
      if (which === 'a later') yield file('a.csv', of('id\r\n'));
      yield file('b.csv', broken());
    }
    await expect(buffer(archive(files(), 'evidence', at))).rejects.toThrow('the store is away');
  });
});
