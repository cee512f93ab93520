import { z } from 'zod';
import { ChannelError, type ChannelErrorCode, ConfigError } from '../src/errors.ts';

export const answerSchema = z.object({
  status: z.int(),
  status_message: z.string().optional(),
  uri: z.string().optional(),
  message_token: z.union([z.number(), z.string()]).optional(),
});

/** What every answer of Viber's holds, whatever was asked. */
export type Answer = z.infer<typeof answerSchema>;

/** Viber does not say how long to wait: twice as long after each refusal in a row. */
const FIRST_PAUSE_MS = 10_000;
const LONGEST_PAUSE_MS = 600_000;

/** The n-th refusal in a row because of too many requests, from 0, asks to wait for so long. */
export const rateLimitPause = (refusals: number): number =>
  Math.min(FIRST_PAUSE_MS * 2 ** refusals, LONGEST_PAUSE_MS);

/** The client's app is too old for something in the message: its keyboard, or its `min_api_version`. */
export const isFeatureRefused = ({ status }: Answer): boolean => status === 13 || status === 14;

const badToken = "VIBER_AUTH_TOKEN is not known to Viber: copy it again from the bot's admin panel";
const accountFault = "The bot's account cannot send: see its admin panel, or write to Viber's support";

/**
 * The statuses inside HTTP 200; any other is a general error of Viber's, so worth another try.
 * @see https://developers.viber.com/docs/api/rest-bot-api/#error-codes
 */
const statuses: Record<number, { code: ChannelErrorCode; remedy?: string }> = {
  1: { code: 'rejected', remedy: 'PUBLIC_URL must be an https address that the internet reaches' }, // invalidUrl
  2: { code: 'unauthorized', remedy: badToken }, // invalidAuthToken
  3: { code: 'rejected' }, // badData
  4: { code: 'rejected' }, // missingData
  5: { code: 'unreachable' }, // receiverNotRegistered
  6: { code: 'unreachable' }, // receiverNotSubscribed
  7: { code: 'unauthorized', remedy: accountFault }, // publicAccountBlocked
  8: { code: 'unauthorized', remedy: accountFault }, // publicAccountNotFound
  9: { code: 'unauthorized', remedy: accountFault }, // publicAccountSuspended
  10: { code: 'network' }, // webhookNotSet: start() sets it
  11: { code: 'unreachable' }, // receiverNoSuitableDevice
  12: { code: 'rate_limited' }, // tooManyRequests
  13: { code: 'rejected' }, // apiVersionNotSupported by the client's device
  14: { code: 'rejected' }, // incompatibleWithVersion
  15: { code: 'unauthorized', remedy: accountFault }, // publicAccountNotAuthorized
  16: { code: 'rejected' }, // inchatReplyMessageNotAllowed
  17: { code: 'rejected' }, // publicAccountIsNotInline
  18: { code: 'rejected' }, // noPublicChat
  19: { code: 'rejected' }, // cannotSendBroadcast
  20: { code: 'rejected' }, // broadcastNotAllowed
};

/** The error behind an answer whose status is not 0. */
export function refusal(
  method: string,
  answer: Answer,
  scrub: (text: string) => string,
  rateLimits = 0,
): ChannelError {
  const { code, remedy } = statuses[answer.status] ?? { code: 'network' };
  const said = scrub(`Viber refused ${method}: ${answer.status} ${answer.status_message ?? ''}`.trimEnd());
  const message = remedy === undefined ? said : `${said}. ${remedy}`;
  return new ChannelError(
    code,
    message,
    code === 'rate_limited' ? { retryAfterMs: rateLimitPause(rateLimits) } : {},
  );
}

/** @throws {ConfigError} when Viber refuses who we say we are */
export function refuseToken(error: unknown): never {
  if (error instanceof ChannelError && (error.code === 'unauthorized' || error.code === 'rejected')) {
    throw new ConfigError([`VIBER_AUTH_TOKEN cannot be used: ${error.message}`]);
  }
  throw error;
}

/** @throws {ConfigError} when Viber refuses the webhook's address */
export function refuseWebhook(error: unknown): never {
  if (error instanceof ChannelError && error.code === 'rejected') {
    throw new ConfigError([`PUBLIC_URL cannot be used for Viber's webhook: ${error.message}`]);
  }
  throw error;
}
