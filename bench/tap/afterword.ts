/** Afterword as it is started by its command, but with nothing to pace: a bench measures the bot, not the platform's limit. */
import { adapters } from '../../adapters/index.ts';
import type { ChannelDefinition } from '../../src/channel-definition.ts';
import { createLog } from '../../src/log/log.ts';
import { readConfig, startService } from '../../src/service.ts';

const {
  BENCH_TOKEN: token = '',
  BENCH_API: api = '',
  BENCH_STORE: store = '',
  BENCH_CHANNEL: channel,
} = process.env;

const telegram: ChannelDefinition = adapters.telegram;
Object.assign(adapters, {
  telegram: {
    ...telegram,
    create: (values, deps) => telegram.create(values, { ...deps, simulated: true }),
  } satisfies ChannelDefinition,
});

const service = await startService(
  readConfig({
    ...(channel === 'telegram'
      ? { TELEGRAM_BOT_TOKEN: token, TELEGRAM_API_ROOT: api }
      : { VIBER_AUTH_TOKEN: token, VIBER_API_URL: api }),
    STORE_URL: store,
    PUBLIC_URL: 'https://bench.example',
    API_KEYS: 'bench-key-0123456789abcdef',
    PORT: '0',
  }),
  { log: createLog((level, message, fields) => level !== 'info' && console.error(message, fields)) },
);
process.send?.({ url: `${service.url}/webhooks/${channel}`, api: `${service.url}/api/v1/dialogues` });
process.on('disconnect', () => process.exit());
