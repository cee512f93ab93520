import { ChannelError, ConfigError } from '../../src/errors.ts';

export interface TelegramRefusal {
  method: string;
  code: number;
  description: string;
  /** Seconds; with 429. */
  retry_after?: number;
  /** The id of the supergroup that the group has become. */
  migrate_to_chat_id?: number;
}

/** Also a group in which the bot may not write, or that is no more. */
const UNREACHABLE =
  /chat not found|user is deactivated|user not found|PEER_ID_INVALID|group chat was deactivated|CHAT_WRITE_FORBIDDEN|no(t enough)? rights to send (text messages|a message)/i;

const badToken = 'TELEGRAM_BOT_TOKEN is not known to Telegram: copy it again from @BotFather';

const remedies: Record<number, string> = {
  401: `. ${badToken}`,
  404: `. ${badToken}`,
  409: '. Another process polls this bot: stop it, or set PUBLIC_URL so that updates come by webhook',
};

/** What Telegram's `ok: false` means for the message. @see https://core.telegram.org/api/errors */
export function refusal(answer: TelegramRefusal): ChannelError {
  const { method, code, description, retry_after = 1, migrate_to_chat_id: movedTo } = answer;
  const message = `Telegram refused ${method}: ${code} ${description}`;
  if (movedTo !== undefined) return new ChannelError('moved', message, { movedTo: String(movedTo) });
  if (code === 429) return new ChannelError('rate_limited', message, { retryAfterMs: retry_after * 1000 });
  if (code === 403 || UNREACHABLE.test(description)) return new ChannelError('unreachable', message);
  if (code >= 500) return new ChannelError('network', message);
  const said = message + (remedies[code] ?? '');
  return new ChannelError(code === 401 || code === 404 ? 'unauthorized' : 'rejected', said);
}

/** @throws {ConfigError} when Telegram refuses who we say we are */
export function refuseToken(error: unknown): never {
  if (error instanceof ChannelError && error.code === 'unauthorized') throw new ConfigError([badToken]);
  throw error;
}

/** @throws {ConfigError} when Telegram refuses the webhook's address */
export function refuseWebhook(error: unknown): never {
  if (error instanceof ChannelError && error.code === 'rejected') {
    throw new ConfigError([
      `PUBLIC_URL cannot be used for Telegram's webhook, give an https address that the internet reaches: ${error.message}`,
    ]);
  }
  throw error;
}
