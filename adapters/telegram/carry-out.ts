import { ChannelError } from '../../src/errors.ts';
import type { TelegramApi } from './client.ts';
import type { Pacer } from './pacing/pacer.ts';

/** The name of a method; not `toJSON`, which grammY's client answers itself. */
const METHOD = /^(?!toJSON$)[a-z]{1,64}$/i;
/** Methods that would change who receives the bot's updates. */
const REFUSED = /^(setwebhook|deletewebhook|getupdates|logout|close)$/i;
/** Methods that send a message, which Telegram limits. */
const MESSAGE = /^(send(?!chataction)|copy|forward)/i;

/**
 * Carries out the call that the answer of a webhook names. @throws {ChannelError}
 * @see https://core.telegram.org/bots/faq#how-can-i-make-requests-in-response-to-updates
 */
export async function carryOutCall(
  api: Pick<TelegramApi, 'call'>,
  pacer: Pacer,
  { method, ...parameters }: Record<string, unknown>,
): Promise<void> {
  if (typeof method !== 'string' || !METHOD.test(method)) {
    throw new ChannelError('rejected', 'The answer of the webhook names no method');
  }
  if (REFUSED.test(method)) {
    throw new ChannelError(
      'rejected',
      `${method} is not carried out from the answer of a webhook: it would take the bot's updates away`,
    );
  }
  const chat = parameters['chat_id'];
  const isChat = typeof chat === 'number' || typeof chat === 'string';
  if (MESSAGE.test(method)) await pacer.acquire('message', isChat ? String(chat) : undefined);
  await api.call(method, parameters);
}
