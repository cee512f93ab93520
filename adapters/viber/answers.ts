import { z } from 'zod';
import { ChannelError, type ChannelErrorCode, ConfigError } from '../../src/errors.ts';

const optionalText = z.string().optional().catch(undefined);

/** The status alone says whether a message was taken: an odd field beside it must not have it sent again. */
export const answerSchema = z.object({
  status: z.int(),
  status_message: optionalText,
  uri: optionalText,
  /** Who receives the account's callbacks, and which. */
  webhook: optionalText,
  event_types: z.array(z.string()).optional().catch(undefined),
  message_token: z
    .union([z.string(), z.number().transform(String)])
    .optional()
    .catch(undefined),
});

/** What every answer of Viber's holds, whatever was asked. */
export type Answer = z.infer<typeof answerSchema>;

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

/** True when the client's app is too old for what the message asks of it. */
export function needsNewerApp({ status }: Answer): boolean {
  return status === 13 || status === 14;
}

/** The error behind an answer whose status is not 0. `retryAfterMs` is asked for when it is `tooManyRequests`. */
export function refusal(
  method: string,
  answer: Answer,
  { scrub, retryAfterMs }: { scrub: (text: string) => string; retryAfterMs: () => number },
): ChannelError {
  const { code, remedy } = statuses[answer.status] ?? { code: 'network' };
  const said = scrub(`Viber refused ${method}: ${answer.status} ${answer.status_message ?? ''}`.trimEnd());
  const message = remedy === undefined ? said : `${said}. ${remedy}`;
  return new ChannelError(code, message, code === 'rate_limited' ? { retryAfterMs: retryAfterMs() } : {});
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
