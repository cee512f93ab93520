/** What is below everything; pure but for `clock.ts` and `log/`. */
const domain = [
  'src/channel.ts',
  'src/dialogue.ts',
  'src/errors.ts',
  'src/keyed-mutex.ts',
  'src/token-bucket.ts',
  'src/log/log.ts',
  'src/scale.ts',
  'src/text/',
  'src/token.ts',
];
const clock = 'src/clock.ts';
const ports = ['src/store/store.ts', 'src/store/ports/'];

/**
 * What each folder may import besides itself, from the bottom to the top; see docs/architecture.md. `types`: only as
 * types. The first entry that fits a file is its own.
 */
export const layers: Array<{ layer: string; files: RegExp; may: string[]; types?: string[] }> = [
  {
    layer: 'domain',
    files:
      /^src\/(config\/.*|log\/.*|text\/.*|(channel|channel-definition|clock|dialogue|errors|keyed-mutex|scale|token|token-bucket)\.ts)$/,
    may: [...domain, 'src/config/', 'src/locales/'],
    types: ['src/scenario/survey.ts'],
  },
  {
    layer: 'adapters',
    files: /^adapters\//,
    may: [...domain, 'src/config/values.ts'],
    types: ['src/channel-definition.ts'],
  },
  { layer: 'simulator', files: /^simulator\//, may: [] },
  {
    layer: 'store ports',
    files: /^src\/store\/(store\.ts$|ports\/)/,
    may: ['src/dialogue.ts', 'src/token-bucket.ts'],
  },
  { layer: 'stores', files: /^src\/store\//, may: [...domain, ...ports], types: ['src/scenario/survey.ts'] },
  { layer: 'locales', files: /^src\/locales\//, may: [] },
  { layer: 'scenario', files: /^src\/scenario\//, may: [...domain, 'src/locales/'] },
  { layer: 'jobs', files: /^src\/jobs\//, may: [...domain, clock, ...ports] },
  { layer: 'outgoing', files: /^src\/outgoing\//, may: [...domain, clock] },
  {
    layer: 'relay',
    files: /^src\/relay\//,
    may: [...domain, clock, ...ports, 'src/jobs/', 'src/outgoing/'],
    types: ['src/channel-definition.ts'],
  },
  { layer: 'access', files: /^src\/access\//, may: [...domain, 'src/locales/'] },
  {
    layer: 'survey',
    files: /^src\/survey\//,
    may: [...domain, clock, ...ports, 'src/scenario/', 'src/jobs/', 'src/locales/'],
  },
  {
    layer: 'connectors',
    files: /^src\/connectors\//,
    may: [
      ...domain,
      clock,
      ...ports,
      'src/config/values.ts',
      'src/scenario/',
      'src/jobs/',
      'src/outgoing/',
      'src/survey/',
      'src/locales/',
    ],
    types: ['src/channel-definition.ts'],
  },
  {
    layer: 'webhooks',
    files: /^src\/webhooks\//,
    may: [
      ...domain,
      clock,
      'src/config/webhooks.ts',
      ...ports,
      'src/jobs/',
      'src/outgoing/',
      'src/survey/progress.ts',
    ],
    types: ['src/scenario/survey.ts'],
  },
  { layer: 'stats', files: /^src\/stats\//, may: [...domain, clock, ...ports] },
  {
    layer: 'digest',
    files: /^src\/digest\//,
    may: [...domain, clock, ...ports, 'src/stats/', 'src/jobs/', 'src/access/', 'src/locales/'],
  },
  {
    layer: 'inbound',
    files: /^src\/inbound\//,
    may: [
      ...domain,
      clock,
      ...ports,
      'src/access/',
      'src/survey/',
      'src/jobs/',
      'src/relay/',
      'src/webhooks/',
    ],
  },
  {
    layer: 'supervisor',
    files: /^src\/supervisor\//,
    may: [
      ...domain,
      clock,
      ...ports,
      'src/access/',
      'src/stats/',
      'src/digest/',
      'src/inbound/',
      'src/locales/',
    ],
  },
  {
    layer: 'http',
    files: /^src\/http\//,
    may: [...domain, clock, 'src/store/ports/', 'src/stats/metrics/', 'src/stats/period.ts'],
    types: [
      'src/store/store.ts',
      'src/survey/',
      'src/stats/',
      'src/digest/',
      'src/jobs/',
      'src/relay/',
      'src/scenario/',
      'src/webhooks/',
      'src/connectors/',
    ],
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
