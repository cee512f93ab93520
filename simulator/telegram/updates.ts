import { type Delivered, deliver, type Retries } from '../wire/delivery.ts';
import { TelegramRefusal } from './refusal.ts';

type UpdateKind = 'message' | 'edited_message' | 'callback_query' | 'my_chat_member';

interface Pending {
  update: { update_id: number };
  /** Handed to a poll, so that a later offset confirms it. */
  taken: boolean;
  settle: (status: number) => void;
}

interface Webhook {
  url: string;
  secret: string | null;
}

/** The updates that wait for the bot, oldest first: polled, or posted to its webhook one after another. */
export interface Updates {
  /** Resolves with the webhook's last HTTP status, or 200 when a poll confirmed the update. */
  push(kind: UpdateKind, content: object): Promise<number>;
  /** The latest update once more, with the same update_id. */
  repeatLast(): Promise<number>;
  /** @throws {TelegramRefusal} 409 while a webhook is set */
  poll(options: { offset: number; limit: number; timeoutMs: number }): Promise<object[]>;
  allow(kinds: string[]): void;
  setWebhook(webhook: Webhook | null): void;
  dropPending(): void;
  info(): object;
  stop(): void;
}

export function createUpdates(options: {
  nextId: () => number;
  retries: Retries;
  now: () => Date;
  /** What the bot answered its webhook with: it may be a method call. */
  onAnswer: (text: string) => void;
}): Updates {
  const pending: Pending[] = [];
  let last: { update_id: number } | undefined;
  let allowed: string[] = [];
  let webhook: Webhook | null = null;
  let lastError: { last_error_date: number; last_error_message: string } | null = null;
  let waiting: { wake: () => void; conflict: () => void } | null = null;
  let pumping: AbortController | null = null;
  let stopped = false;

  const enqueue = (update: { update_id: number }): Promise<number> =>
    new Promise((settle) => {
      if (stopped) return settle(0);
      pending.push({ update, taken: false, settle });
      waiting?.wake();
      void pump();
    });

  /** Posts what is pending until the webhook changes; an update that is refused to the last is given up. */
  const pump = async (): Promise<void> => {
    if (pumping || !webhook || pending.length === 0) return;
    const { url, secret } = webhook;
    const abort = new AbortController();
    pumping = abort;
    while (pending.length > 0 && !abort.signal.aborted) {
      const item = pending[0] as Pending;
      const headers: Record<string, string> =
        secret === null ? {} : { 'x-telegram-bot-api-secret-token': secret };
      const request = { url, headers, body: JSON.stringify(item.update) };
      const answer = await deliver(request, accepts, options.retries, abort.signal);
      if (abort.signal.aborted && !accepts(answer.status)) break;
      if (accepts(answer.status)) options.onAnswer(answer.text);
      else lastError = describeFailure(answer, options.now());
      if (pending[0] === item) pending.shift();
      item.settle(answer.status);
    }
    if (pumping === abort) pumping = null;
    void pump();
  };

  const updates: Updates = {
    push(kind, content) {
      if (allowed.length > 0 && !allowed.includes(kind)) return Promise.resolve(200);
      last = { update_id: options.nextId(), [kind]: content };
      return enqueue(last);
    },
    repeatLast() {
      if (!last) throw new Error('Telegram has no update to repeat yet');
      return enqueue(last);
    },
    async poll({ offset, limit, timeoutMs }) {
      if (webhook) {
        throw new TelegramRefusal(
          409,
          "Conflict: can't use getUpdates method while webhook is active; use deleteWebhook to delete the webhook first",
        );
      }
      waiting?.conflict();
      for (const item of pending.filter((entry) => entry.taken && entry.update.update_id < offset)) {
        pending.splice(pending.indexOf(item), 1);
        item.settle(200);
      }
      if (pending.length === 0 && timeoutMs > 0 && !stopped) await wait(timeoutMs);
      const batch = pending.slice(0, limit);
      for (const item of batch) item.taken = true;
      return batch.map((item) => item.update);
    },
    allow(kinds) {
      allowed = kinds;
    },
    setWebhook(next) {
      pumping?.abort();
      pumping = null;
      webhook = next;
      lastError = null;
      waiting?.wake();
      void pump();
    },
    dropPending() {
      for (const item of pending.splice(0)) item.settle(0);
    },
    info: () => ({
      url: webhook?.url ?? '',
      has_custom_certificate: false,
      pending_update_count: pending.length,
      ...lastError,
      ...(allowed.length > 0 && { allowed_updates: allowed }),
    }),
    stop() {
      stopped = true;
      webhook = null;
      pumping?.abort();
      waiting?.wake();
      updates.dropPending();
    },
  };

  function wait(timeoutMs: number): Promise<void> {
    return new Promise((resolve, reject) => {
      const end = (finish: () => void) => (): void => {
        clearTimeout(timer);
        if (waiting === me) waiting = null;
        finish();
      };
      const me = {
        wake: end(resolve),
        conflict: end(() =>
          reject(
            new TelegramRefusal(
              409,
              'Conflict: terminated by other getUpdates request; make sure that only one bot instance is running',
            ),
          ),
        ),
      };
      const timer = setTimeout(me.wake, timeoutMs);
      waiting = me;
    });
  }

  return updates;
}

function accepts(status: number): boolean {
  return status >= 200 && status < 300;
}

function describeFailure(
  answer: Delivered,
  at: Date,
): { last_error_date: number; last_error_message: string } {
  return {
    last_error_date: Math.floor(at.getTime() / 1000),
    last_error_message:
      answer.status === 0 ? 'Connection failed' : `Wrong response from the webhook: ${answer.status}`,
  };
}
