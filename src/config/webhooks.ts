import { createHash } from 'node:crypto';
import { isLoopback } from './addresses.ts';
import { httpUrl, list, protocolOf } from './values.ts';

/** The types of outgoing webhook. */
export const webhookTypes = [
  'survey.asked',
  'survey.answered',
  'survey.commented',
  'survey.expired',
  'client.message',
] as const;
export type WebhookType = (typeof webhookTypes)[number];

/** An entry of `WEBHOOKS`. */
export interface WebhookEndpoint {
  /** The same for one address over restarts, whatever its secret. */
  id: string;
  url: string;
  /** `whsec_` and the key in base64. */
  secret: string;
  types: readonly WebhookType[];
}

const LEAST_KEY_BYTES = 24;
const MOST_KEY_BYTES = 64;

/** `<url> <secret>` or `<url> <secret> <type>+<type>`, separated by commas. No message repeats what an entry holds. */
export const webhooksSetting = list
  .transform((entries, context): WebhookEndpoint[] =>
    entries.flatMap((entry, index) => {
      const read = readEntry(entry);
      if (typeof read !== 'string') return [read];
      context.addIssue({ code: 'custom', message: `entry ${index + 1} ${read}` });
      return [];
    }),
  )
  .superRefine((endpoints, context) => {
    for (const [index, { id }] of endpoints.entries()) {
      const first = endpoints.findIndex((other) => other.id === id);
      if (first === index) continue;
      const message = `entry ${index + 1} has the address of entry ${first + 1}; write all its types in one entry`;
      context.addIssue({ code: 'custom', message });
    }
  })
  .default([]);

/** @returns what is wrong with it, and the remedy */
function readEntry(entry: string): WebhookEndpoint | string {
  const [address = '', secret = '', spelled, ...more] = entry.split(/\s+/);
  const parsed = httpUrl.safeParse(address);
  if (!parsed.success) {
    const [issue] = parsed.error.issues;
    return `${issue?.message}; write <https address> <secret>, and a comma between entries`;
  }
  if (protocolOf(address) !== 'https:' && !isLoopback(address)) return 'has an address without https://';
  const fault = faultOfSecret(secret);
  if (fault !== null) return fault;
  if (more.length > 0) return 'has too many parts; write the types with + between them';
  const types = spelled === undefined ? webhookTypes : spelled.split('+');
  if (!types.every(isType)) return `names a type that there is not; there are ${webhookTypes.join(', ')}`;
  const { href } = new URL(address);
  const id = createHash('sha256').update(href).digest('hex').slice(0, 12);
  return { id, url: href, secret, types: webhookTypes.filter((type) => types.includes(type)) };
}

function faultOfSecret(secret: string): string | null {
  const remedy = 'make one with: echo "whsec_$(openssl rand -base64 32)"';
  const [, key] = /^whsec_([A-Za-z0-9+/]+={0,2})$/.exec(secret) ?? [];
  if (key === undefined)
    return `has no secret behind its address that is whsec_ and a key in base64; ${remedy}`;
  const bytes = Buffer.from(key, 'base64');
  if (bytes.toString('base64').replace(/=+$/, '') !== key.replace(/=+$/, ''))
    return `has a secret that is not base64 behind whsec_; ${remedy}`;
  if (bytes.length >= LEAST_KEY_BYTES && bytes.length <= MOST_KEY_BYTES) return null;
  return `has a secret of ${bytes.length} bytes, and ${LEAST_KEY_BYTES} to ${MOST_KEY_BYTES} are taken; ${remedy}`;
}

const isType = (type: string): type is WebhookType => (webhookTypes as readonly string[]).includes(type);

/** To be scrubbed from logs and answers: the secrets, and the values in an address's query. */
export const webhookSecrets = (endpoints: readonly WebhookEndpoint[]): string[] =>
  endpoints.flatMap(({ secret, url }) => [
    secret,
    secret.replace(/^whsec_/, ''),
    ...(URL.canParse(url) ? [...new URL(url).searchParams.values()] : []),
  ]);

/** Refuses addresses under this service's own `/webhooks/`, where the platforms call it: a delivery there would be a loop. */
export function faultsOfWebhooks(
  endpoints: readonly WebhookEndpoint[],
  { PUBLIC_URL, PORT }: { PUBLIC_URL?: string | undefined; PORT: number },
): string[] {
  const own = [`http://127.0.0.1:${PORT}`, `http://localhost:${PORT}`];
  const roots = (PUBLIC_URL === undefined ? own : [...own, PUBLIC_URL]).map((url) => new URL(url));
  return endpoints.flatMap(({ url }, index) => {
    const { origin, pathname } = new URL(url);
    const isOwn = roots.some(
      (root) =>
        root.origin === origin && `${pathname}/`.startsWith(`${root.pathname.replace(/\/$/, '')}/webhooks/`),
    );
    const fault = `WEBHOOKS entry ${index + 1} is an address of this service itself; name the one that is to be told`;
    return isOwn ? [fault] : [];
  });
}
