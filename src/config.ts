import { z } from 'zod';
import { ConfigError } from './errors.ts';

const text = z.string().trim().min(1);
const secret = text.min(16, 'is shorter than 16 characters; make one with: openssl rand -hex 24');
const httpUrl = text.refine((url) => /^https?:$/.test(protocolOf(url)), {
  error: 'is not an address such as https://csat.example.com',
  abort: true,
});

/** A platform's API: its tokens have variables of their own, and an address is shown in errors. */
const apiUrl = httpUrl.refine(
  (url) => !URL.canParse(url) || (new URL(url).username === '' && new URL(url).password === ''),
  'must not hold a user or a password',
);

/** `telegram:123` or `viber:abc==:uk`; the id may hold anything but a comma and a colon. */
const supervisor = text.transform((spelled, context) => {
  const match = /^([a-z]+):([^:,\s]+)(?::(en|uk))?$/.exec(spelled);
  if (match)
    return {
      channel: match[1] ?? '',
      clientId: match[2] ?? '',
      language: match[3] as 'en' | 'uk' | undefined,
    };
  context.addIssue({
    code: 'custom',
    message: `"${spelled}" is not channel:id or channel:id:language; write telegram:123 or viber:abc==:uk`,
  });
  return z.NEVER;
});

const list = z
  .string()
  .transform((spelled) => spelled.split(',').map((part) => part.trim()))
  .transform((parts) => parts.filter((part) => part !== ''));

/** Every variable of the environment that the service reads: its check, its default, and what `.env.example` says of it. */
export const variables = {
  TELEGRAM_BOT_TOKEN: {
    schema: text
      .regex(/^\d+:[\w-]{20,}$/, 'is not a token as BotFather gives it (digits, a colon, letters)')
      .optional(),
    about:
      'Token of the Telegram bot, from @BotFather. Without it and without VIBER_AUTH_TOKEN both platforms are simulated.',
  },
  VIBER_AUTH_TOKEN: {
    schema: text.optional(),
    about: 'Token of the Viber bot, from its admin panel. Needs PUBLIC_URL.',
  },
  VIBER_SENDER_NAME: {
    schema: text.max(28, 'is longer than the 28 characters that Viber shows').default('Support'),
    about: 'The name above the bot’s messages in Viber, at most 28 characters.',
  },
  PUBLIC_URL: {
    schema: httpUrl
      .refine(
        (url) => protocolOf(url) === 'https:' || isLoopback(url),
        'must begin with https://; the platforms call nothing else',
      )
      .transform((url) => url.replace(/\/+$/, ''))
      .optional(),
    about:
      'Where the platforms reach this service, with https. Viber needs it; Telegram uses long polling without it.',
  },
  HOST: { schema: text.default('127.0.0.1'), about: 'The address to listen on; 0.0.0.0 in a container.' },
  SIMULATE_ON_ALL_ADDRESSES: {
    schema: z.enum(['yes', 'no'], 'must be yes or no').default('no'),
    about:
      'yes: without a token the simulation may be served on HOST=0.0.0.0, where everybody on the network reaches it.',
  },
  PORT: {
    schema: z.coerce
      .number('is not a port')
      .int('is not a port')
      .min(0)
      .max(65535, 'is not a port; use 1-65535')
      .default(8080),
    about: 'The port to listen on.',
  },
  STORE_URL: {
    schema: text
      .regex(/^(sqlite:.+|mongodb(\+srv)?:\/\/.+)$/, 'must begin with sqlite:, mongodb:// or mongodb+srv://')
      .default('sqlite:./data/afterword.db'),
    about:
      'Where answers are kept: sqlite:./data/afterword.db (nothing to install) or mongodb://host/afterword.',
  },
  API_KEYS: {
    schema: list.pipe(z.array(secret)).default([]),
    about:
      'Keys for the HTTP API, separated by commas, each at least 16 characters. Required with a real platform.',
  },
  SUPERVISORS: {
    schema: list.pipe(z.array(supervisor)).default([]),
    about:
      'Who gets the digest: channel:id or channel:id:language, separated by commas, e.g. telegram:123,viber:abc==:uk',
  },
  SUPERVISOR_LANGUAGE: {
    schema: z.enum(['en', 'uk'], 'must be en or uk').default('en'),
    about: 'The language of supervisors who have none of their own in SUPERVISORS: en or uk.',
  },
  REPORT_TIMEZONE: {
    schema: text.refine(isTimeZone, 'is not a time zone such as Europe/Kyiv').default('UTC'),
    about: 'The time zone whose calendar days are reported, e.g. Europe/Kyiv.',
  },
  DIGEST_AT: {
    schema: text.regex(/^([01]\d|2[0-3]):[0-5]\d$/, 'is not a time of day such as 09:00').default('09:00'),
    about: 'When yesterday’s digest is sent, in REPORT_TIMEZONE.',
  },
  CSAT_TARGET: {
    schema: z.coerce
      .number('is not a percentage')
      .gt(0, 'is not a percentage')
      .max(100, 'is above 100')
      .optional(),
    about: 'The CSAT % target shown in the digest, e.g. 85.',
  },
  SCENARIOS_DIR: { schema: text.default('./scenarios'), about: 'The folder of the scenario files.' },
  DEFAULT_SCENARIO: {
    schema: text.default('csat'),
    about: 'The id of the scenario for dialogues that name none.',
  },
  TELEGRAM_API_ROOT: {
    schema: apiUrl.optional(),
    about: 'Another Bot API server than https://api.telegram.org.',
  },
  VIBER_API_URL: {
    schema: apiUrl.optional(),
    about: 'Another Viber REST API than https://chatapi.viber.com/pa.',
  },
  LOG_LEVEL: {
    schema: z
      .enum(['info', 'warn', 'error', 'silent'], 'must be info, warn, error or silent')
      .default('info'),
    about: 'What is logged: info, warn, error or silent.',
  },
} as const;

type Variables = { [Name in keyof typeof variables]: z.output<(typeof variables)[Name]['schema']> };

export interface Config extends Omit<Variables, 'SUPERVISORS'> {
  SUPERVISORS: Array<{ channel: string; clientId: string; language: 'en' | 'uk' }>;
  /** True: no token is set, so both platforms are the simulator. */
  simulated: boolean;
}

/**
 * Reads the configuration; an empty value counts as absent.
 * @throws {ConfigError} with one line for each fault: the variable, what is wrong, what to do. No value of a secret is repeated.
 */
export function readConfig(environment: Record<string, string | undefined>): Config {
  const faults: string[] = [];
  const values: Record<string, unknown> = {};
  for (const [name, { schema }] of Object.entries(variables)) {
    const parsed = schema.safeParse(environment[name]?.trim() || undefined);
    if (parsed.success) values[name] = parsed.data;
    else faults.push(...new Set(parsed.error.issues.map(({ message }) => `${name} ${message}`)));
  }
  if (faults.length > 0) throw new ConfigError(faults);
  const read = values as Variables;
  const config: Config = {
    ...read,
    SUPERVISORS: read.SUPERVISORS.map((one) => ({
      ...one,
      language: one.language ?? read.SUPERVISOR_LANGUAGE,
    })),
    simulated: read.TELEGRAM_BOT_TOKEN === undefined && read.VIBER_AUTH_TOKEN === undefined,
  };
  const together = config.simulated ? faultsOfSimulation(config) : faultsTogether(config);
  if (together.length > 0) throw new ConfigError(together);
  return config;
}

/** What `compose.yaml` reads of the same file, and the service does not. */
const composeExample = `# For docker compose alone: the passwords of its MongoDB, of letters and digits, e.g. from: openssl rand -hex 24
MONGO_PASSWORD=
MONGO_ROOT_PASSWORD=
`;

/** The text of `.env.example`. */
export function envExample(): string {
  const entries = Object.entries(variables).map(([name, { about, schema }]) => {
    const fallback = schema.safeParse(undefined).data;
    const known = fallback === undefined || Array.isArray(fallback) ? '' : ` Default: ${fallback}`;
    return `# ${about}${known}\n${name}=\n`;
  });
  return `# Copy to .env and fill in what you need; an empty value is the default.\n\n${[...entries, composeExample].join('\n')}`;
}

/** A real store or address with no token is a forgotten token: the clients in it must not be sent to a simulator. */
function faultsOfSimulation(config: Config): string[] {
  const { STORE_URL, PUBLIC_URL, HOST, SUPERVISORS, SIMULATE_ON_ALL_ADDRESSES } = config;
  const faults = SUPERVISORS.filter(({ channel }) => !['telegram', 'viber'].includes(channel)).map(
    unknownChannel,
  );
  const tokens = 'TELEGRAM_BOT_TOKEN and VIBER_AUTH_TOKEN are empty';
  if (!STORE_URL.startsWith('sqlite:')) {
    faults.push(
      `${tokens}, but STORE_URL is a MongoDB; set a token, or remove STORE_URL to try the simulation`,
    );
  }
  if (PUBLIC_URL) {
    faults.push(`${tokens}, but PUBLIC_URL is set; set a token, or remove PUBLIC_URL to try the simulation`);
  }
  if (isEveryAddress(HOST)) {
    if (SIMULATE_ON_ALL_ADDRESSES !== 'yes') {
      faults.push(
        `${tokens}, and HOST ${HOST} would serve a simulation to everybody on the network; set a token, or SIMULATE_ON_ALL_ADDRESSES=yes if that is meant, or HOST=127.0.0.1`,
      );
    }
  } else if (!['127.0.0.1', 'localhost'].includes(HOST)) {
    faults.push(`HOST ${HOST} cannot be used while the platforms are simulated; use 127.0.0.1`);
  }
  return faults;
}

function faultsTogether(config: Config): string[] {
  const faults: string[] = [];
  if (config.VIBER_AUTH_TOKEN && !config.PUBLIC_URL) {
    faults.push('PUBLIC_URL is missing; Viber calls a webhook, so set the https address of this service');
  }
  if (config.API_KEYS.length === 0) {
    faults.push(
      'API_KEYS is missing; set at least one key for the HTTP API, e.g. from: openssl rand -hex 24',
    );
  }
  const tokens: Record<string, [string, string | undefined]> = {
    telegram: ['TELEGRAM_BOT_TOKEN', config.TELEGRAM_BOT_TOKEN],
    viber: ['VIBER_AUTH_TOKEN', config.VIBER_AUTH_TOKEN],
  };
  for (const { channel, clientId } of config.SUPERVISORS) {
    const [variable, token] = tokens[channel] ?? [];
    if (!variable) faults.push(unknownChannel({ channel, clientId }));
    else if (!token) faults.push(`SUPERVISORS names "${channel}:${clientId}", but ${variable} is not set`);
  }
  return faults;
}

/** True for the addresses that mean every one of this machine, in each of their spellings. */
export function isEveryAddress(host: string): boolean {
  return /^(0+(\.0+){0,3}|0x0+|\[?(0{0,4}:){1,7}(0{0,4}|:)\]?|\[?::(ffff:)?0\.0\.0\.0\]?)$/i.test(host);
}

/** What no log line and no answer may show. */
export function secretsOf({ TELEGRAM_BOT_TOKEN, VIBER_AUTH_TOKEN, API_KEYS, STORE_URL }: Config): string[] {
  const [, userinfo = ''] = /^[a-z+]+:\/\/(.*)@/s.exec(STORE_URL) ?? [];
  const password = userinfo.slice(userinfo.indexOf(':') + 1);
  return [TELEGRAM_BOT_TOKEN, VIBER_AUTH_TOKEN, ...API_KEYS, password].filter(
    (secret) => secret !== undefined,
  );
}

const unknownChannel = ({ channel, clientId }: { channel: string; clientId: string }): string =>
  `SUPERVISORS names "${channel}:${clientId}"; the channels are telegram and viber`;

function protocolOf(url: string): string {
  return URL.canParse(url) ? new URL(url).protocol : '';
}

const isLoopback = (url: string): boolean => /^https?:\/\/(localhost|127\.0\.0\.1)(:|\/|$)/.test(url);

function isTimeZone(name: string): boolean {
  try {
    return Boolean(new Intl.DateTimeFormat('en', { timeZone: name }));
  } catch {
    return false;
  }
}
