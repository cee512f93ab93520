import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { roles } from '../src/access/roles.ts';
import { commands } from '../src/supervisor/commands/index.ts';

const pages = [
  'README.md',
  'CONTRIBUTING.md',
  'CHANGELOG.md',
  'SECURITY.md',
  ...readdirSync('docs').flatMap((name) => (name.endsWith('.md') ? [`docs/${name}`] : [])),
];
const read = (page: string): string => readFileSync(page, 'utf8');

/** `[title](page.md#part)`: without the part, and without addresses of the web. */
function linksOf(page: string): string[] {
  return [...read(page).matchAll(/\]\(([^)#\s]+)[^)]*\)/g)]
    .map(([, target = '']) => target)
    .filter((target) => !/^[a-z]+:/.test(target));
}

const roots = ['adapters', 'bench', 'docs', 'scenarios', 'simulator', 'test', 'tools'];

/** Files and folders of the project that stand in backquotes, from its root or from `src/`; without what is to be filled in. */
function pathsOf(page: string): string[] {
  return [...read(page).matchAll(/`([\w-]+\/[\w./-]*)`/g)]
    .map(([, path = '']) => path)
    .filter((path) => {
      const [first = ''] = path.split('/');
      return first === 'src' || roots.includes(first) || existsSync(join('src', first));
    });
}

const isThere = (path: string): boolean => existsSync(path) || existsSync(join('src', path));

describe('the pages', () => {
  it.each(pages)('%s links to what is there', (page) => {
    const missing = linksOf(page).filter((target) => !existsSync(join(dirname(page), target)));
    expect(missing).toEqual([]);
  });

  it.each(pages)('%s names files that are there', (page) => {
    expect(pathsOf(page).filter((path) => !isThere(path))).toEqual([]);
  });

  it('docs/architecture.md shows every folder of src', () => {
    const [, tree = ''] = read('docs/architecture.md').split('```');
    const folders = readdirSync('src', { withFileTypes: true }).filter((entry) => entry.isDirectory());
    const shown = new Set([...tree.matchAll(/([a-z-]+)\//g)].map(([, name]) => name));
    expect(folders.map(({ name }) => name).filter((name) => !shown.has(name))).toEqual([]);
  });

  it('docs/people.md has a row for each role, and no other', () => {
    const rows = [...read('docs/people.md').matchAll(/^\| `([a-z]+)` \|/gm)].map(([, name]) => name);
    expect(new Set(rows)).toEqual(new Set(Object.keys(roles)));
  });

  it('docs/commands.md names each command of people', () => {
    const page = read('docs/commands.md');
    expect(Object.keys(commands).filter((name) => !page.includes(`/${name}`))).toEqual([]);
  });
});
