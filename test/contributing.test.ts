import { execFile } from 'node:child_process';
import { cpSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { expect, it } from 'vitest';
import { tempFolder } from './support/temp.ts';

const run = promisify(execFile);

/** Files of a copy of the product that are added, and lines that are added behind others, as CONTRIBUTING.md says. */
const added: Record<string, string> = {
  'src/scenario/actions/ask-weather.ts': `
import { z } from 'zod';
import type { Action } from './action.ts';
const config = z.strictObject({ town: z.string() });
export const askWeather = {
  config,
  run: ({ town }) => ({ job: { kind: 'weather', payload: { town }, waits: true } }),
  result: (_config, { outcome, data }) => ({ save: { weather: outcome === 'done' ? String(data) : 'unknown' } }),
  saves: () => ['weather'],
} satisfies Action<z.output<typeof config>>;
`,
  'src/survey/weather.ts': `
import { z } from 'zod';
import { jobKind } from '../jobs/job-kind.ts';
export const weather = jobKind(z.object({ town: z.string() }), async ({ town }) => ({
  state: 'done',
  result: town === 'Lviv' ? 'rain' : 'sun',
}));
`,
  'src/survey/rules/night.ts': `
import type { Rule } from './rule.ts';
export const night: Rule = ({ now }) => now.getUTCHours() >= 22;
`,
  'src/scenario/blocks/shout.ts': `
import { z } from 'zod';
import type { PassingBlock } from '../block.ts';
import { nextSchema, textSchema } from '../fields.ts';
const schema = z.strictObject({ type: z.literal('shout'), text: textSchema, next: nextSchema.optional() });
export const shout = {
  schema,
  texts: (block) => [{ path: ['text'], text: block.text }],
  pass: (block, place) => ({ say: { text: place.say(block.text).toUpperCase() } }),
} satisfies PassingBlock<z.output<typeof schema>>;
`,
  'src/supervisor/commands/dialogues/weather.ts': `
import type { Command } from '../command.ts';
export const weatherCommand: Command = {
  about: 'weather.about',
  action: 'read_figures',
  run: async ({ place, words, t }) => ({ text: t('weather.about') + ' in ' + words.join(' ') + ', ' + place.name }),
};
`,
  'src/stats/metrics/silence.ts': `
import type { Cohort } from './metric.ts';
export const silence = ({ silent }: Cohort): number => silent;
`,
  'adapters/pigeon/index.ts': `
import { z } from 'zod';
import type { ChannelDefinition } from '../../src/channel-definition.ts';
const limits = { tokenBytes: 64, textChars: 100, buttonsPerRow: 6, buttons: 20, buttonChars: 40 };
export const pigeon = {
  title: 'Pigeon',
  clientIdExample: 'roof-7',
  chatKindOf: () => 'person',
  limits,
  tokenVariable: 'PIGEON_TOKEN',
  variables: { PIGEON_TOKEN: { schema: z.string().optional(), about: 'Ring of the pigeon.', secret: true } },
  faults: () => [],
  relayTarget: () => null,
  create: async () => ({
    name: 'pigeon',
    limits,
    clientIdFault: () => null,
    start: async (onEvent) => void Object.assign(globalThis, { coo: onEvent }),
    send: async (clientId, { text }) => {
      console.log('PIGEON ' + clientId + ' ' + text);
      return { messageId: '1' };
    },
    link: (payload) => payload,
    stop: async () => {},
  }),
} as const satisfies ChannelDefinition;
`,
  'src/connectors/desk/index.ts': `
import { z } from 'zod';
import type { ConnectorDefinition } from '../connector.ts';
const body = z.object({ ticket: z.string(), client: z.string(), by: z.string() });
export const desk = {
  secretVariable: 'CONNECT_DESK_SECRET',
  variables: { CONNECT_DESK_SECRET: { schema: z.string().optional(), about: 'Secret of the desk.', secret: true } },
  faults: () => [],
  create: (_settings, { clock }) => ({
    verify: () => null,
    read(given) {
      const { ticket, client, by } = body.parse(given);
      const conversation = { id: ticket, channel: 'pigeon', clientId: client, at: clock.now() };
      return { kind: 'completed', conversation: { ...conversation, operator: by, team: null, tags: [], lastMessage: null } };
    },
    helpdesk: null,
  }),
} as const satisfies ConnectorDefinition;
`,
  'scenarios/csat.yaml': `
id: csat
title: Shout
languages: [en]
start: hello
blocks:
  hello: { type: shout, text: how was it, next: weather }
  weather: { type: action, function: ask_weather, config: { town: Lviv }, next: [{ when: "weather == 'rain'", to: ask }, { to: sun }] }
  sun: { type: message, text: It is sunny }
  ask: { type: wait_for_response, text: Tell us, save_to: quality_comment }
`,
};

const lines: Array<[file: string, behind: string, line: string]> = [
  [
    'src/scenario/actions/index.ts',
    "from './statistic-set.ts';",
    "import { askWeather } from './ask-weather.ts';",
  ],
  ['src/scenario/actions/index.ts', 'statistic__set: statisticSet,', 'ask_weather: askWeather,'],
  ['src/app.ts', "from './survey/due.ts';", "import { weather } from './survey/weather.ts';"],
  ['src/app.ts', 'const kinds = {', 'weather,'],
  ['src/survey/rules/index.ts', "from './cooldown.ts';", "import { night } from './night.ts';"],
  ['src/survey/rules/index.ts', 'const rules = {', 'night,'],
  ['src/dialogue.ts', 'export const notAskedReasons = [', "'night',"],
  ['src/locales/en/reasons.json', '{', '"reason.night": "{count, number} at night",'],
  ['src/locales/uk/reasons.json', '{', '"reason.night": "{count, number} уночі",'],
  ['src/scenario/blocks/index.ts', "from './message.ts';", "import { shout } from './shout.ts';"],
  ['src/scenario/blocks/index.ts', 'export const blocks = {', 'shout,'],
  ['src/stats/metrics/index.ts', "from './surveys.ts';", "import { silence } from './silence.ts';"],
  ['src/stats/metrics/index.ts', 'export const cohortMetrics = {', 'silence,'],
  ['adapters/index.ts', "from './viber/index.ts';", "import { pigeon } from './pigeon/index.ts';"],
  ['adapters/index.ts', 'export const adapters = {', 'pigeon,'],
  ['src/dialogue.ts', 'export const reportedDimensions = [', "'region',"],
  [
    'src/supervisor/commands/index.ts',
    "from './dialogues/themes.ts';",
    "import { weatherCommand } from './dialogues/weather.ts';",
  ],
  ['src/supervisor/commands/index.ts', 'dialogues: {', 'weather: weatherCommand,'],
  ['src/locales/en/commands.json', '{', '"weather.about": "The weather",'],
  ['src/locales/uk/commands.json', '{', '"weather.about": "Погода",'],
  [
    'src/exports/columns.ts',
    'export const columns: readonly Column[] = [',
    "{ name: 'region', of: ({ region }) => region },",
  ],
  ['src/connectors/index.ts', "from './chatwoot/index.ts';", "import { desk } from './desk/index.ts';"],
  ['src/connectors/index.ts', 'export const connectors = {', 'desk,'],
];

const program = `
import { createSetClock } from './dist/src/clock.js';
import { createLog } from './dist/src/log/log.js';
import { csvStream } from './dist/src/exports/csv.js';
import { readConfig, startService } from './dist/src/service.js';
const config = readConfig({
  PORT: '0', PIGEON_TOKEN: 'ring', API_KEYS: 'a-key-of-sixteen-letters', STORE_URL: 'sqlite::memory:', SUPERVISORS: 'pigeon:loft',
  CONNECT_DESK_SECRET: 'the-secret-of-the-desk',
});
const clock = createSetClock(new Date('2026-11-22T12:00:00Z'));
const service = await startService(config, { log: createLog(() => {}), clock });
const headers = { authorization: 'Bearer a-key-of-sixteen-letters', 'content-type': 'application/json' };
const report = async (clientId) => {
  const body = JSON.stringify({ channel: 'pigeon', clientId, externalId: '1', region: 'Lviv' });
  const response = await fetch(service.url + '/api/v1/dialogues', { method: 'POST', headers, body });
  await service.app.outbox.idle();
  await service.app.worker.runAll();
  await service.app.outbox.idle();
  return (await response.json()).reason;
};
await report('roof-7');
clock.set(new Date('2026-11-22T22:30:00Z'));
const reason = await report('roof-8');
const query = '/api/v1/statistics?from=2026-11-22&to=2026-11-22&by=region&region=LVIV';
const { by, summary } = await (await fetch(service.url + query, { headers })).json();
const { asked, silence, notAsked } = summary;
console.log(JSON.stringify({ region: by.region[0].name, asked, silence, reason, night: notAsked.night }));
await fetch(service.url + '/api/v1/digests', { method: 'POST', headers, body: JSON.stringify({ day: 'today' }) });
const ticket = JSON.stringify({ ticket: '9', client: 'roof-9', by: 'Anna' });
const taken = await fetch(service.url + '/connect/desk/the-secret-of-the-desk', { method: 'POST', body: ticket });
console.log(JSON.stringify(await taken.json()));
const at = clock.now();
const command = { name: 'weather', argument: 'Lviv' };
const said = { id: 'e1', channel: 'pigeon', clientId: 'loft', chat: 'private', at, kind: 'text', text: '/weather Lviv', command };
console.log((await globalThis.coo(said)).text);
const period = { from: '2026-11-22', to: '2026-11-22' };
const { statistics } = service.app;
const csv = await csvStream({ statistics, period, filter: { region: 'LVIV' } }).toArray();
const rows = csv.join('').slice(1).split('\\n');
console.log(rows.slice(0, 2).map((row) => row.split(',')[0]).join());
await service.stop();
process.exit(0);
`;

it('a channel, a connector, a block, an action, a job, a rule, a metric, a dimension, a command and a column are the files and lines that CONTRIBUTING.md names', async () => {
  const copy = tempFolder();
  for (const path of [
    'src',
    'adapters',
    'simulator',
    'scenarios',
    'tools',
    'package.json',
    'tsconfig.json',
  ]) {
    cpSync(path, join(copy, path), { recursive: true });
  }
  writeFileSync(
    join(copy, 'tsconfig.build.json'),
    readFileSync('tsconfig.build.json', 'utf8').replace(', "bench"', ''),
  );
  symlinkSync(join(process.cwd(), 'node_modules'), join(copy, 'node_modules'));
  for (const [file, text] of Object.entries(added)) {
    cpSync('LICENSE', join(copy, file)); // with its folder
    writeFileSync(join(copy, file), text);
  }
  for (const [file, behind, line] of lines) {
    const text = readFileSync(join(copy, file), 'utf8');
    expect(text, `${file} holds ${behind}`).toContain(behind);
    writeFileSync(join(copy, file), text.replace(behind, `${behind}\n${line}`));
  }
  writeFileSync(join(copy, 'try.mjs'), program);

  await run('npm', ['run', '--silent', 'build'], { cwd: copy }).catch((error: Error & { stdout: string }) => {
    throw new Error(error.stdout, { cause: error }); // where tsc says what is wrong
  });
  const { stdout } = await run(process.execPath, ['try.mjs'], { cwd: copy });
  const said = stdout.trim().split('\n');
  expect(said.slice(0, 3)).toEqual([
    'PIGEON roof-7 HOW WAS IT',
    'PIGEON roof-7 Tell us',
    '{"region":"Lviv","asked":1,"silence":0,"reason":"night","night":1}',
  ]);
  expect(said.join('\n')).toContain('Not asked: 1 (1 at night)');
  expect(said.slice(-3)).toEqual([
    '{"did":"reported","reason":null}',
    'The weather in Lviv, pigeon:loft',
    'region,Lviv',
  ]);
}, 60_000);
