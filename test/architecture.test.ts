import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join, normalize } from 'node:path';
import { describe, expect, it } from 'vitest';
import { layers } from './layers.ts';

/** Each of these may stand in one file of the product. */
const oneFileLibraries = [
  'grammy',
  'viber-bot',
  'mongoose',
  'libsql',
  'node-cron',
  'luxon',
  'yaml',
  'commander',
  'pino',
  'prom-client',
  'standardwebhooks',
];

const MAX_LINES = 300;
const MAX_FILES = 13;

/** Folders that may hold more files than others. */
const listings: Array<{ folder: RegExp; reason: string }> = [
  { folder: /^test\/fixtures(\/|$)/, reason: 'recorded data: one file for each event that a platform sent' },
  { folder: /^src\/locales\/(en|uk)$/, reason: 'the texts: one file for each part of the service' },
  { folder: /^src\/stats\/metrics$/, reason: 'a registry: one file for each metric' },
];

interface Import {
  file: string;
  target: string;
  typeOnly: boolean;
}

/** Every file below a folder of the project, with its path. */
const filesBelow = (folder: string): string[] =>
  readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && !entry.parentPath.includes('node_modules'))
    .map(({ parentPath, name }) => join(parentPath, name));

const product = ['src', 'adapters', 'simulator'].flatMap(filesBelow);
const everything = [...product, ...['test', 'bench', 'tools'].flatMap(filesBelow)];
const files = product.filter((file) => /\.tsx?$/.test(file) && !file.endsWith('.d.ts'));
const imports: Import[] = files.flatMap((file) =>
  [
    ...readFileSync(file, 'utf8').matchAll(
      /^(?:import|export)\s+(type\s+)?[^'";]*?from\s+'([^']+)'|\bimport\('([^']+)'\)/gm,
    ),
  ].map(([, type, from, dynamic]) => {
    const target = from ?? dynamic ?? '';
    return {
      file,
      target: target.startsWith('.') ? normalize(join(dirname(file), target)) : target,
      typeOnly: type !== undefined,
    };
  }),
);
const inside = imports.filter(({ target }) => /^(src|adapters|simulator)\//.test(target));

describe('the folders', () => {
  it('are read: the imports of every file are known', () => {
    expect(files.length).toBeGreaterThan(60);
    expect(inside.length).toBeGreaterThan(150);
  });

  it('hold every file', () => {
    expect(files.filter((file) => !layers.some(({ files: own }) => own.test(file)))).toEqual([]);
  });

  it.each(layers)('$layer imports only what it may', ({ files: own, may, types = [] }) => {
    const own_ = inside.filter(({ file }) => own.test(file));
    const forbidden = own_.filter(
      ({ target, typeOnly }) =>
        !own.test(target) &&
        !may.some((allowed) => target.startsWith(allowed)) &&
        !(typeOnly && types.some((allowed) => target.startsWith(allowed))),
    );
    expect(forbidden.map(({ file, target }) => `${file} -> ${target}`)).toEqual([]);
  });
});

describe('imports', () => {
  it('go round in no circle', () => {
    const targets = new Map(files.map((file) => [file, [] as string[]]));
    for (const { file, target } of inside) targets.get(file)?.push(target);
    const done = new Set<string>();
    const circles: string[] = [];
    const visit = (file: string, trail: readonly string[]): void => {
      const at = trail.indexOf(file);
      if (at >= 0) circles.push([...trail.slice(at), file].join(' -> '));
      if (at >= 0 || done.has(file)) return;
      for (const target of targets.get(file) ?? []) visit(target, [...trail, file]);
      done.add(file);
    };
    for (const file of files) visit(file, []);
    expect(circles).toEqual([]);
  });

  it('name a platform outside its folder in the registry and the simulation alone', () => {
    const platforms = /\b(telegram|viber)\b/i;
    const code = (file: string): string => readFileSync(file, 'utf8').replace(/\/\*[^]*?\*\/|\/\/.*$/gm, '');
    const named = files.filter((file) => file.startsWith('src/') && platforms.test(code(file)));
    expect(named.toSorted()).toEqual([
      'src/demo/demo.ts',
      'src/demo/live.ts',
      'src/demo/week.ts',
      'src/simulation.ts',
    ]);
  });
});

describe('a library that could spread', () => {
  it.each(oneFileLibraries)('%s stands in exactly one file of the product', (library) => {
    const users = imports.filter(({ file, target }) => {
      const name = target.startsWith('@') ? target.split('/').slice(0, 2).join('/') : target.split('/')[0];
      return name === library && !file.startsWith('simulator/');
    });
    expect([...new Set(users.map(({ file }) => file))]).toHaveLength(1);
  });
});

describe('what the product imports', () => {
  it('is installed without the tools of its developers', () => {
    const { dependencies } = JSON.parse(readFileSync('package.json', 'utf8')) as { dependencies: object };
    const packages = imports
      .filter(
        ({ target, typeOnly }) =>
          !typeOnly && !target.startsWith('node:') && !inside.some((one) => one.target === target),
      )
      .map(({ target }) =>
        target
          .split('/')
          .slice(0, target.startsWith('@') ? 2 : 1)
          .join('/'),
      )
      .filter((name) => !name.includes('.'));
    expect(packages.length).toBeGreaterThan(20);
    expect([...new Set(packages)].filter((name) => !(name in dependencies))).toEqual([]);
  });
});

describe('time and chance', () => {
  it('enter through clock.ts alone', () => {
    const users = files
      .filter((file) => !file.startsWith('simulator/') && file !== 'src/clock.ts')
      .filter((file) =>
        /new Date\(\)|Date\.now|Math\.random|randomUUID|randomBytes/.test(readFileSync(file, 'utf8')),
      );
    expect(users).toEqual([]);
  });
});

describe('files and folders', () => {
  it('no file has more than 300 lines', () => {
    const code = everything.filter((file) => /\.(tsx?|js|mjs|css)$/.test(file));
    for (const folder of ['src', 'adapters', 'simulator', 'test'])
      expect(code.filter((file) => file.startsWith(`${folder}/`)).length).toBeGreaterThan(20);
    const long = code
      .map((file) => ({ file, lines: readFileSync(file, 'utf8').trimEnd().split('\n').length }))
      .filter(({ lines }) => lines > MAX_LINES);
    expect(long.map(({ file, lines }) => `${file}: ${lines} lines`)).toEqual([]);
  });

  it('no folder holds more than 13 files beside sub-folders', () => {
    const counts = new Map<string, number>();
    for (const file of everything) counts.set(dirname(file), (counts.get(dirname(file)) ?? 0) + 1);
    expect(counts.size).toBeGreaterThan(40);
    const full = [...counts].filter(
      ([folder, count]) => count > MAX_FILES && !listings.some((one) => one.folder.test(folder)),
    );
    expect(full.map(([folder, count]) => `${folder}: ${count} files`)).toEqual([]);
  });
});
