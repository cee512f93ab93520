import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import v8 from 'node:v8';
import { describe, expect, it } from 'vitest';
import { openBundle } from '../../src/commands/bundle.ts';
import { tempFolder } from '../support/temp.ts';

const folderWith = (parts: Record<string, string>): string => {
  const folder = tempFolder();
  for (const [name, text] of Object.entries(parts)) writeFileSync(join(folder, name), text);
  return folder;
};

describe('the bundle', () => {
  it('gives parts to each other, each loaded once, and what Node has', () => {
    const folder = folderWith({
      'first.cjs': 'exports.second = require("./second.cjs"); exports.again = require("./second.cjs");',
      'second.cjs': 'exports.separator = require("node:path").sep; exports.file = __filename;',
    });
    const second = { separator: '/', file: join(folder, 'second.cjs') };
    const first = openBundle(folder).load('first.cjs') as Record<string, unknown>;
    expect(first).toEqual({ second, again: second });
    expect(first.again).toBe(first.second);
  });

  it('runs what V8 has kept of a part', () => {
    const folder = folderWith({ 'part.cjs': 'exports.value = 1;' });
    const bundle = openBundle(folder);
    bundle.load('part.cjs');
    bundle.saveCodeCache();
    // V8 compares no more than the length of the text, so what runs now is what was kept.
    writeFileSync(join(folder, 'part.cjs'), 'exports.value = 2;');
    expect(openBundle(folder).load('part.cjs')).toEqual({ value: 1 });
  });

  it.each([
    ['cut off', (kept: Buffer) => kept.subarray(0, 40)],
    [
      'of another version of V8',
      (kept: Buffer) => Buffer.from(kept.map((byte, at) => (at < 8 ? 255 - byte : byte))),
    ],
    ['empty', () => Buffer.alloc(0)],
  ])('compiles a part whose kept code is %s', (_what, spoilt) => {
    const folder = folderWith({ 'part.cjs': 'exports.value = 1;' });
    const bundle = openBundle(folder);
    bundle.load('part.cjs');
    bundle.saveCodeCache();
    const kept = join(folder, 'code-cache', String(v8.cachedDataVersionTag()), 'part.cjs');
    writeFileSync(kept, spoilt(readFileSync(kept)));
    writeFileSync(join(folder, 'part.cjs'), 'exports.value = 2;');
    expect(openBundle(folder).load('part.cjs')).toEqual({ value: 2 });
  });

  it('names the file of a part in the stack of an error', () => {
    const folder = folderWith({ 'part.cjs': '\nthrow new Error("here");' });
    expect(() => openBundle(folder).load('part.cjs')).toThrow(
      expect.objectContaining({ stack: expect.stringContaining(`${join(folder, 'part.cjs')}:2:`) }),
    );
  });
});

it('the build keeps the code of the start, once for the flags of npm start and once for none', () => {
  const caches = 'dist/src/parts/code-cache';
  const kept = readdirSync(caches);
  expect(kept).toHaveLength(2);
  for (const tag of kept) expect(readdirSync(join(caches, tag))).toContain('program.cjs');
});
