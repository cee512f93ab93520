import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createSetClock, systemClock } from '../../src/clock.ts';
import { createFiles, type FileKind, type Files, type FilesOptions } from '../../src/files/files.ts';
import type { Json } from '../../src/files/token.ts';
import { newPath, opened } from '../store/sqlite/files.ts';

const start = new Date('2026-11-22T09:00:00.250Z');
const HOUR = 3_600_000;
const later = (ms: number): Date => new Date(start.getTime() + ms);

/** A kind whose files hold their payload. */
const echo: FileKind = {
  open: async (payload) => ({ type: 'image/png', body: Buffer.from(JSON.stringify(payload)) }),
};
const kinds = { picture: echo, gone: { open: async () => null } };

async function filesOf(options: Partial<FilesOptions> = {}): Promise<Files> {
  const store = options.store ?? (await opened(':memory:'));
  return createFiles({
    store,
    // Keys are made by chance, as in a service.
    clock: { now: () => start, newId: () => systemClock.newId() },
    publicUrl: 'https://csat.example.com',
    kinds,
    ...options,
  });
}

/** The token and the name of an address. */
function partsOf(address: string | null): { token: string; name: string } {
  const [, token = '', name = ''] =
    /^https:\/\/csat\.example\.com\/files\/([^/]+)\/([^/]+)$/.exec(address ?? '') ?? [];
  return { token, name };
}

const contentOf = async (files: Files, { token, name }: { token: string; name: string }, at = start) => {
  const opened_ = await files.open(token, name, at);
  return opened_.outcome === 'found'
    ? Buffer.from(opened_.content.body as Uint8Array).toString()
    : opened_.outcome;
};

describe('the address of a file', () => {
  it('leads to what was given, until it expires', async () => {
    const files = await filesOf();
    const payload = { day: '2026-11-22', person: 'Олена' };
    const parts = partsOf(await files.address('picture', 'week.png', payload, HOUR));
    expect(parts.name).toBe('week.png');
    expect(await contentOf(files, parts)).toBe(JSON.stringify(payload));
    // The moment is kept in whole seconds, rounded up.
    expect(await contentOf(files, parts, later(HOUR))).toBe(JSON.stringify(payload));
    expect(await contentOf(files, parts, later(HOUR + 749))).toBe(JSON.stringify(payload));
    expect(await contentOf(files, parts, later(HOUR + 750))).toBe('expired');
  });

  it('is none where the service has no public address, and no key is made then', async () => {
    const store = await opened(':memory:');
    const files = await filesOf({ store, publicUrl: undefined });
    expect(await files.address('picture', 'week.png', null, HOUR)).toBeNull();
    expect(await files.open('a.b', 'week.png', start)).toEqual({ outcome: 'unknown' });
    expect(await store.findRecord('signing_key', 'files')).toBeNull();
  });

  it('brings any payload back as it was, or is refused as too long', async () => {
    const files = await filesOf();
    await fc.assert(
      fc.asyncProperty(fc.jsonValue({ noUnicodeString: false }), async (value) => {
        const payload = JSON.parse(JSON.stringify(value)) as Json;
        const address = await files
          .address('picture', 'a.png', payload, HOUR)
          .catch((error: unknown) => error);
        if (address instanceof RangeError) {
          expect(JSON.stringify(payload).length).toBeGreaterThan(80);
          return;
        }
        expect((address as string).length).toBeLessThanOrEqual(512);
        expect(await contentOf(files, partsOf(address as string))).toBe(JSON.stringify(payload));
      }),
      { seed: 10, numRuns: 200 },
    );
  });

  it.each([
    '',
    'week',
    '../../etc/passwd',
    'a/b.png',
    'a\\b.png',
    'a b.png',
    '.png',
    'тиждень.png',
    `${'x'.repeat(57)}.png`,
    'a.png\r\nx.png',
  ])('is not made for the name %j', async (name) => {
    const files = await filesOf();
    await expect(files.address('picture', name, null, HOUR)).rejects.toThrow(RangeError);
  });

  it.each(['poem', 'toString', '__proto__'])(
    'is not made for the kind %j, which there is not',
    async (kind) => {
      const files = await filesOf();
      await expect(files.address(kind, 'a.png', null, HOUR)).rejects.toThrow('there is no kind of file');
    },
  );
});

describe('a token that was tampered with', () => {
  it('is unknown, whichever character is another, is missing or is one too many', async () => {
    const files = await filesOf();
    const { token, name } = partsOf(await files.address('picture', 'week.png', { day: '2026-11-22' }, HOUR));
    const others = token.split('').flatMap((character, at) => {
      const [before, after] = [token.slice(0, at), token.slice(at + 1)];
      return [
        `${before}${character === 'A' ? 'B' : 'A'}${after}`,
        before + after,
        `${before}A${token.slice(at)}`,
      ];
    });
    for (const other of others) {
      if (other !== token) expect(await contentOf(files, { token: other, name }), other).toBe('unknown');
    }
  });

  it('is unknown in another spelling of the same bytes', async () => {
    const files = await filesOf();
    const { token, name } = partsOf(await files.address('picture', 'week.png', null, HOUR));
    const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_';
    const last = alphabet.indexOf(token.at(-1) ?? '');
    const same = token.slice(0, -1) + alphabet[last ^ 1];
    expect(Buffer.from(same.slice(-43), 'base64url')).toEqual(Buffer.from(token.slice(-43), 'base64url'));
    expect(await contentOf(files, { token: same, name })).toBe('unknown');
  });

  it('is unknown under another name, or a name with a path', async () => {
    const files = await filesOf();
    const { token } = partsOf(await files.address('picture', 'week.png', null, HOUR));
    for (const name of ['week.csv', 'Week.png', 'a/week.png', '../week.png', 'week.png/', '']) {
      expect(await contentOf(files, { token, name })).toBe('unknown');
    }
  });

  it('is unknown with the claim of one address and the signature of another', async () => {
    const files = await filesOf();
    const [one, other] = await Promise.all(
      [1, 2].map(async (payload) =>
        partsOf(await files.address('picture', 'a.png', payload, HOUR)).token.split('.'),
      ),
    );
    const token = `${one?.[0]}.${other?.[1]}`;
    expect(await contentOf(files, { token, name: 'a.png' })).toBe('unknown');
  });

  it('is unknown when another key signed it', async () => {
    const [ours, theirs] = [await filesOf(), await filesOf()];
    const parts = partsOf(await theirs.address('picture', 'week.png', null, HOUR));
    expect(await contentOf(theirs, parts)).toBe('null');
    expect(await contentOf(ours, parts)).toBe('unknown');
  });

  it('is looked at before the store or a kind is asked', async () => {
    const asked: string[] = [];
    const store = await opened(':memory:');
    const counted = {
      findRecord: (...key: [string, string]) => (asked.push('store'), store.findRecord(...key)),
      insertRecord: (record: Parameters<typeof store.insertRecord>[0]) => (
        asked.push('store'), store.insertRecord(record)
      ),
    };
    const picture: FileKind = { open: async (payload) => (asked.push('kind'), echo.open(payload)) };
    const files = await filesOf({ store: counted, kinds: { picture } });
    const { token, name } = partsOf(await files.address('picture', 'a.png', null, HOUR));
    asked.length = 0;
    for (const bad of ['', 'x', token.slice(1), `${token}x`, 'x'.repeat(4_000)])
      await files.open(bad, name, start);
    await files.open(token, name, later(2 * HOUR));
    expect(asked).toEqual([]);
    await files.open(token, name, start);
    expect(asked).toEqual(['kind']);
  });
});

describe('a file that is no more', () => {
  it('is unknown, as one of a kind that a later release does not have', async () => {
    const store = await opened(':memory:');
    const files = await filesOf({ store });
    const gone = partsOf(await files.address('gone', 'a.png', null, HOUR));
    expect(await contentOf(files, gone)).toBe('unknown');
    const picture = partsOf(await files.address('picture', 'a.png', null, HOUR));
    expect(await contentOf(await filesOf({ store, kinds: {} }), picture)).toBe('unknown');
  });
});

describe('the key', () => {
  it('is one for all instances, also when they start at once, and after a restart', async () => {
    const path = newPath();
    const stores = await Promise.all([opened(path), opened(path)]);
    const instances = await Promise.all([...stores, ...stores].map((store) => filesOf({ store })));
    const parts = partsOf((await instances[0]?.address('picture', 'a.png', 7, HOUR)) ?? null);
    for (const instance of instances) expect(await contentOf(instance, parts)).toBe('7');
    expect(await contentOf(await filesOf({ store: await opened(path) }), parts)).toBe('7');
  });

  it('is that of the first instance where another one inserted it meanwhile', async () => {
    const store = await opened(':memory:');
    let isFirst = true;
    const racing = {
      insertRecord: (record: Parameters<typeof store.insertRecord>[0]) => store.insertRecord(record),
      async findRecord(kind: string, id: string) {
        if (!isFirst) return store.findRecord(kind, id);
        isFirst = false;
        await filesOf({ store });
        return null;
      },
    };
    const loser = await filesOf({ store: racing });
    const parts = partsOf(await loser.address('picture', 'a.png', 7, HOUR));
    expect(await contentOf(await filesOf({ store }), parts)).toBe('7');
  });

  it('has 32 bytes', async () => {
    const store = await opened(':memory:');
    await filesOf({ store, clock: createSetClock(start) });
    const { key } = ((await store.findRecord('signing_key', 'files')) ?? { body: {} }).body as {
      key: string;
    };
    expect(Buffer.from(key, 'base64url')).toHaveLength(32);
  });

  it('is refused where its record is damaged, without being named', async () => {
    const store = await opened(':memory:');
    const body = { key: 'c2VjcmV0' };
    await store.insertRecord({ kind: 'signing_key', id: 'files', at: start, tag: null, body });
    const refused = await filesOf({ store }).catch((error: unknown) => error);
    expect(String(refused)).toContain('damaged');
    expect(String(refused)).not.toContain(body.key);
  });
});
