// Writes docs/metrics.md and src/locales/en/metrics.json from the docstrings of the figures: those that have a line
// `@metric <id> <name>`. Their first paragraph is the definition that pages show; `@formula` and `@written` stand beside
// it; later paragraphs, `@returns` and `@see` stand in docs/metrics.md alone.
//
//   node tools/metrics-docs.mjs           writes both
//   node tools/metrics-docs.mjs --check   says whether both are what it would write
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

const PAGE = 'docs/metrics.md';
/** Where figures have the name of their definition. */
const METRICS = 'src/stats/metrics/';
const WORDS = 'src/locales/en/metrics.json';

/** In which order the page shows them; a figure that is not named here comes last. */
const sections = [
  {
    title: 'Dialogues and surveys',
    ids: [
      'completed',
      'asked',
      'shareAsked',
      'surveys',
      'responseRate',
      'surveyPercentage',
      'comments',
      'disputed',
    ],
  },
  {
    title: 'Ratings',
    ids: [
      'csatPercent',
      'csatInterval',
      'cdsat',
      'averageCsat',
      'averageInterval',
      'histogram',
      'nps',
      'npsInterval',
      'ces',
    ],
  },
  { title: 'Comparisons', ids: ['equalAge', 'change', 'usualRange', 'funnelLimits', 'themes', 'target'] },
  { title: 'Alerts', ids: ['timeToTake', 'timeToResolve', 'takenInTime'] },
];

const intro = `# The figures and their definitions

What each figure is, how it is computed and how it is written. [figures.md](figures.md) says how to read them, with examples; [evidence.md](evidence.md) how an auditor checks them.

This page is written by \`node tools/metrics-docs.mjs\` from the docstrings of the code that computes the figures, and so are the definitions that pages show; a test fails when either is older than the code. All figures are about the dialogues that were completed in the period, by the calendar of \`REPORT_TIMEZONE\`, whenever their answers came. "—" means that there is nothing to compute from; it is not 0.
`;

const found = findDefinitions('src');
const page = pageOf(found);
const words = wordsOf(found);

if (process.argv.includes('--check')) {
  const old = [
    [PAGE, page],
    [WORDS, words],
  ].filter(([file, text]) => readFileSync(file, 'utf8') !== text);
  for (const [file] of old)
    console.error(`${file} is not what the docstrings say; write it anew: node tools/metrics-docs.mjs`);
  process.exit(old.length === 0 ? 0 : 1);
}
writeFileSync(PAGE, page);
writeFileSync(WORDS, words);

function findDefinitions(folder) {
  const files = readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((path) => /\.tsx?$/.test(path))
    .map((path) => join(folder, path).replaceAll('\\', '/'))
    .sort();
  const definitions = files.flatMap((file) =>
    [...readFileSync(file, 'utf8').matchAll(/\/\*\*([^]*?)\*\//g)]
      .map(([, text]) => text)
      .filter((text) => /^\s*\* @metric /m.test(text))
      .map((text) => definitionOf(text, file)),
  );
  const order = sections.flatMap(({ ids }) => ids);
  for (const { id, file } of definitions) {
    const same = definitions.filter((other) => other.id === id);
    if (same.length > 1)
      throw new Error(`${file}: @metric ${id} stands in ${same.map((one) => one.file).join(' and ')}`);
  }
  const place = ({ id }) => (order.includes(id) ? order.indexOf(id) : order.length);
  return definitions.sort((a, b) => place(a) - place(b));
}

/** A docstring in its parts: paragraphs, then tags, each of which goes on until the next one. */
function definitionOf(docstring, file) {
  const lines = docstring.split('\n').map((line) => line.replace(/^\s*\* ?/, '').trimEnd());
  const paragraphs = [[]];
  const tags = [];
  for (const line of lines) {
    const [, tag, rest] = /^@(\w+)\s*(.*)$/.exec(line) ?? [];
    if (tag) tags.push({ tag, words: [rest] });
    else if (tags.length > 0) tags.at(-1).words.push(line.trim());
    else if (line === '') paragraphs.push([]);
    else paragraphs.at(-1).push(line.trim());
  }
  const values = (wanted) =>
    tags.filter(({ tag }) => tag === wanted).map(({ words: given }) => given.join(' ').trim());
  const only = (wanted) => {
    const [value = '', ...others] = values(wanted);
    if (value === '' || others.length > 0) throw new Error(`${file}: a metric needs one line @${wanted}`);
    return value;
  };
  const [, id, name] = /^([a-z][A-Za-z]*) (.+)$/.exec(only('metric')) ?? [];
  if (!id) throw new Error(`${file}: write @metric <id> <name>, such as: @metric csatPercent CSAT %`);
  const [text = '', ...more] = paragraphs.map(flowing).filter((words) => words !== '');
  if (text === '') throw new Error(`${file}: the docstring of ${id} begins with what it is, in a paragraph`);
  return {
    id,
    name,
    text,
    more,
    formula: only('formula'),
    written: only('written'),
    returns: values('returns'),
    sources: values('see'),
    file,
  };
}

/** Lines as one, but for the items of a list. */
function flowing(lines) {
  return lines.join(' ').replaceAll(/ (?=- [A-Z`])/g, '\n');
}

function pageOf(definitions) {
  const known = new Set(sections.flatMap(({ ids }) => ids));
  const others = definitions.map(({ id }) => id).filter((id) => !known.has(id));
  const all = others.length === 0 ? sections : [...sections, { title: 'Others', ids: others }];
  const parts = all.map(({ title, ids }) => {
    const own = definitions.filter(({ id }) => ids.includes(id));
    return `## ${title}\n\n${own.map(entryOf).join('\n')}`;
  });
  return `${intro}\n${parts.join('\n')}`;
}

function entryOf({ name, text, more, formula, written, returns, sources, id, file }) {
  return [
    `### ${name}`,
    text,
    '',
    '```',
    ...formula.split(/, where |; /).flatMap((part, index) => (index === 0 ? [part] : [`  ${part}`])),
    '```',
    '',
    ...more.flatMap((paragraph) => [paragraph, '']),
    `- Written ${written}.`,
    ...(file.startsWith(METRICS) ? returns.map((value) => `- In code: \`${id}\`, ${value}.`) : []),
    ...sources.map((source) => `- Source: ${source}.`),
    `- Defined in \`${file}\`.`,
    '',
  ].join('\n');
}

/** Texts of `src/locales` are ICU messages, in which braces and straight apostrophes have a meaning. */
function wordsOf(definitions) {
  const entries = definitions.flatMap(({ id, file, ...parts }) =>
    ['name', 'text', 'formula', 'written'].map((part) => {
      if (/[{}]/.test(parts[part])) throw new Error(`${file}: no { or } in what pages show of ${id}`);
      return [`metric.${id}.${part}`, parts[part].replaceAll('`', '').replaceAll("'", '’')];
    }),
  );
  return `${JSON.stringify(Object.fromEntries(entries), null, 2)}\n`;
}
