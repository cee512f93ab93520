import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join, normalize } from 'node:path';
import { describe, expect, it } from 'vitest';

/** What each folder may import besides itself; see docs/architecture.md. The first entry that fits a file is its own. */
const shared = [
  'src/dialogue.ts',
  'src/errors.ts',
  'src/keyed-mutex.ts',
  'src/log/log.ts',
  'src/scale.ts',
  'src/text/',
  'src/token.ts',
];
const layers: Array<{ layer: string; files: RegExp; may: string[]; types?: string[] }> = [
  {
    layer: 'adapters',
    files: /^adapters\//,
    may: ['src/channel.ts', 'src/config/values.ts', 'src/errors.ts', 'src/log/log.ts', 'src/text/'],
    types: ['src/channel-definition.ts'],
  },
  { layer: 'scenario', files: /^src\/scenario\//, may: ['src/channel.ts', 'src/locales/', ...shared] },
  { layer: 'store', files: /^src\/store\//, may: shared, types: ['src/scenario/survey.ts'] },
  {
    layer: 'survey',
    files: /^src\/survey\//,
    may: ['src/channel.ts', 'src/clock.ts', ...shared, 'src/store/store.ts', 'src/scenario/', 'src/locales/'],
  },
  { layer: 'stats', files: /^src\/stats\//, may: ['src/clock.ts', ...shared, 'src/store/store.ts'] },
  {
    layer: 'digest',
    files: /^src\/digest\//,
    may: ['src/channel.ts', 'src/clock.ts', ...shared, 'src/store/store.ts', 'src/stats/', 'src/locales/'],
  },
  {
    layer: 'supervisor',
    files: /^src\/supervisor\//,
    may: [
      'src/channel.ts',
      'src/clock.ts',
      ...shared,
      'src/store/store.ts',
      'src/stats/',
      'src/digest/',
      'src/locales/',
    ],
  },
  { layer: 'locales', files: /^src\/locales\//, may: [] },
  {
    layer: 'http',
    files: /^src\/http\//,
    may: ['src/channel.ts', 'src/clock.ts', ...shared, 'src/stats/metrics/', 'src/stats/period.ts'],
    types: ['src/store/store.ts', 'src/survey/', 'src/stats/', 'src/digest/', 'src/scenario/'],
  },
  { layer: 'simulator', files: /^simulator\//, may: [] },
  {
    layer: 'shared words',
    files:
      /^src\/(config\/.*|log\/.*|text\/.*|(channel|channel-definition|clock|dialogue|errors|keyed-mutex|scale|token)\.ts)$/,
    may: [...shared, 'src/config/'],
    types: ['src/scenario/survey.ts'],
  },
  {
    layer: 'inbound',
    files: /^src\/inbound\//,
    may: ['src/channel.ts', 'src/clock.ts', ...shared, 'src/store/store.ts', 'src/survey/'],
  },
  { layer: 'app', files: /^src\/app\.ts$/, may: ['src/'] },
  { layer: 'service', files: /^src\/service\.ts$/, may: ['src/', 'adapters/'], types: ['simulator/'] },
  { layer: 'simulation', files: /^src\/simulation\.ts$/, may: ['src/', 'simulator/'] },
  {
    layer: 'demo and command line',
    files: /^src\/(demo\/|commands\/|cli\.ts$)/,
    may: ['src/'],
    types: ['simulator/'],
  },
];

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
];

interface Import {
  file: string;
  target: string;
  typeOnly: boolean;
}

const files = ['src', 'adapters', 'simulator'].flatMap((folder) =>
  readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.ts') && !name.endsWith('.d.ts'))
    .map((name) => join(folder, name)),
);
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
    expect(named.toSorted()).toEqual(['src/demo/demo.ts', 'src/demo/week.ts', 'src/simulation.ts']);
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
