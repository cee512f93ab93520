/**
 * Afterword as it is started by its command, but with nothing to pace: a bench measures the bot, not the platform's
 * limit. BENCH_PACED=yes paces as ever; BENCH_SUPERVISORS names who gets digests.
 */
import { adapters } from '../../adapters/index.ts';
import type { ChannelDefinition } from '../../src/channel-definition.ts';
import { createLog } from '../../src/log/log.ts';
import { readConfig, startService } from '../../src/service.ts';
import { createStore } from '../../src/store/index.ts';
import type { Store } from '../../src/store/store.ts';

const {
  BENCH_TOKEN: token = '',
  BENCH_API: api = '',
  BENCH_STORE: storeUri = '',
  BENCH_CHANNEL: channel,
  BENCH_PACED: paced,
  BENCH_SUPERVISORS: supervisors,
} = process.env;

if (paced !== 'yes') {
  const telegram: ChannelDefinition = adapters.telegram;
  Object.assign(adapters, {
    telegram: {
      ...telegram,
      create: (values, deps) => telegram.create(values, { ...deps, simulated: true, bucket: undefined }),
    } satisfies ChannelDefinition,
  });
}

const store = await createStore(storeUri);
let conflicts = 0;
const counted: Store = {
  ...store,
  saveDialogue: async (...save) => {
    const saved = await store.saveDialogue(...save);
    if (!saved) conflicts++;
    return saved;
  },
};

const service = await startService(
  readConfig({
    ...(channel === 'telegram'
      ? { TELEGRAM_BOT_TOKEN: token, TELEGRAM_API_ROOT: api }
      : { VIBER_AUTH_TOKEN: token, VIBER_API_URL: api }),
    STORE_URL: storeUri,
    PUBLIC_URL: 'https://bench.example',
    API_KEYS: 'bench-key-0123456789abcdef',
    PORT: '0',
    API_RATE_LIMIT: '0',
    SUPERVISORS: supervisors,
    RELAY_URL_TELEGRAM: process.env.RELAY_URL_TELEGRAM,
    RELAY_URL_VIBER: process.env.RELAY_URL_VIBER,
    // A day's digests are due as soon as it is over, at whatever time a bench runs.
    DIGEST_AT: '00:00',
  }),
  {
    store: counted,
    log: createLog((level, message, fields) => {
      if (level === 'warn' || level === 'error') console.error(message, fields);
    }),
  },
);
process.send?.({ url: `${service.url}/webhooks/${channel}`, api: `${service.url}/api/v1/dialogues` });
process.on('message', () => process.send?.({ conflicts }));
process.on('disconnect', () => process.exit());
