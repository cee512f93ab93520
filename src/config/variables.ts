import { z } from 'zod';
import type { Variable } from '../channel-definition.ts';
import { type Language, languages } from '../locales/index.ts';
import { isLoopback, type ListenAddress, readListenAddress } from './addresses.ts';
import { shiftsSetting } from './shifts.ts';
import { defaultEscalation, escalationSetting } from './escalation.ts';
import { httpUrl, list, protocolOf, secret, text } from './values.ts';
import { webhooksSetting } from './webhooks.ts';

const supervisorForm = new RegExp(`^([a-z]+):([^:,\\s]+)(?::(${languages.join('|')}))?$`);

/** `channel:id` or `channel:id:language`; the id may hold anything but a comma and a colon. */
const supervisor = text.transform((spelled, context) => {
  const match = supervisorForm.exec(spelled);
  if (match)
    return {
      channel: match[1] ?? '',
      clientId: match[2] ?? '',
      language: match[3] as Language | undefined,
    };
  context.addIssue({
    code: 'custom',
    message: `"${spelled}" is not channel:id or channel:id:language (${languages.join(' or ')})`,
  });
  return z.NEVER;
});

/** Every variable of the environment that the service reads itself; each channel brings its own. */
export const variables = {
  PUBLIC_URL: {
    schema: httpUrl
      .refine(
        (url) => protocolOf(url) === 'https:' || isLoopback(url),
        'must begin with https://; the platforms call nothing else',
      )
      .transform((url) => url.replace(/\/+$/, ''))
      .optional(),
    about:
      'Where the platforms reach this service and people open the dashboard, pictures and exports, with https. Without it a channel polls where its platform lets it.',
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
  API_RATE_LIMIT: {
    schema: z.coerce
      .number('is not a number')
      .int('is not a whole number')
      .min(0)
      .max(100_000, 'is above 100000')
      .default(100),
    about:
      'How many requests each second a key of the HTTP API may send, on average over ten seconds; 0: no limit. Without a valid key an address may send a tenth.',
  },
  RELAY_ANSWERS: {
    schema: z.enum(['true', 'false'], 'must be true or false').default('false'),
    about: 'true: the answers of clients are passed on to the helpdesk (RELAY_URL_...) as well.',
  },
  TAKE_WEBHOOK: {
    schema: z.enum(['true', 'false'], 'must be true or false').default('false'),
    about:
      'true: a webhook of another service on the bot is replaced by this service’s, at the start and whenever it is registered again.',
  },
  SUPERVISORS: {
    schema: list.pipe(z.array(supervisor)).default([]),
    about:
      'The first administrators: channel:id or channel:id:language, separated by commas. Others are invited: see docs/people.md.',
  },
  SUPERVISOR_LANGUAGE: {
    schema: z.enum(languages, `must be ${languages.join(' or ')}`).default('en'),
    about: `The language of supervisors who have none of their own in SUPERVISORS: ${languages.join(' or ')}.`,
  },
  REPORT_TIMEZONE: {
    schema: text.refine(isTimeZone, 'is not a time zone such as Europe/Kyiv').default('UTC'),
    about: 'The time zone whose calendar days are reported, e.g. Europe/Kyiv.',
  },
  DIGEST_AT: {
    schema: text.regex(/^([01]\d|2[0-3]):[0-5]\d$/, 'is not a time of day such as 09:00').default('09:00'),
    about: 'When yesterday’s digest is sent, in REPORT_TIMEZONE.',
  },
  SHIFTS: {
    schema: shiftsSetting,
    about:
      'When shifts begin and end, in REPORT_TIMEZONE; a report comes at the end of each, e.g. 08:00-16:00,16:00-00:00.',
  },
  DIALOGUE_URL: {
    schema: httpUrl
      .refine((url) => protocolOf(url) === 'https:', 'must begin with https://')
      .refine(
        (url) => url.split('{externalId}').length === 2,
        'must hold {externalId} once, in the place of the dialogue’s id',
      )
      .refine(
        (url) => !URL.canParse(url) || !/[{}]|%7B/i.test(new URL(url).host),
        'has {externalId} in the name of its host; put it behind that',
      )
      .optional(),
    about:
      'Where a dialogue is shown in the helpdesk, e.g. https://desk.example.com/tickets/{externalId}; digests link to it.',
  },
  ALERTS: {
    schema: z.enum(['on', 'off'], 'must be on or off').default('on'),
    about:
      'off: the chats of SUPERVISORS are not told of low ratings. People who were invited are in any case.',
  },
  ESCALATE: {
    schema: escalationSetting,
    default: defaultEscalation,
    about:
      'How long nobody may take a low rating before these roles are told or reminded, supervisors or administrators; or off. See docs/alerts.md.',
  },
  CSAT_TARGET: {
    schema: z.coerce
      .number('is not a percentage')
      .gt(0, 'is not a percentage')
      .max(100, 'is above 100')
      .optional(),
    about: 'The CSAT % target shown in the digest, e.g. 85.',
  },
  WEBHOOKS: {
    schema: webhooksSetting,
    about:
      'Outgoing webhooks: entries separated by commas, each an https address, a whsec_ secret and the types (survey.answered+client.message), or no types for all. See docs/webhooks.md.',
  },
  SCENARIOS_DIR: { schema: text.default('./scenarios'), about: 'The folder of the scenario files.' },
  DEFAULT_SCENARIO: {
    schema: text.default('csat'),
    about: 'The id of the scenario for dialogues that name none.',
  },
  METRICS_ADDRESS: {
    schema: text
      .transform((spelled, context): ListenAddress => {
        const address = readListenAddress(spelled);
        if (address) return address;
        context.addIssue({ code: 'custom', message: 'is not an address and a port such as 127.0.0.1:9464' });
        return z.NEVER;
      })
      .optional(),
    about:
      'Where Prometheus fetches /metrics without a key, e.g. 127.0.0.1:9464; with a key it is at PORT in any case. See docs/operations.md.',
  },
  LOG_LEVEL: {
    schema: z
      .enum(['debug', 'info', 'warn', 'error', 'silent'], 'must be debug, info, warn, error or silent')
      .default('info'),
    about: 'What is logged: debug (each request as well), info, warn, error or silent.',
  },
} as const satisfies Record<string, Variable>;

function isTimeZone(name: string): boolean {
  try {
    return Boolean(new Intl.DateTimeFormat('en', { timeZone: name }));
  } catch {
    return false;
  }
}
