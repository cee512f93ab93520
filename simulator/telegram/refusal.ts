/** Telegram's no, as it goes over the wire. */
export class TelegramRefusal extends Error {
  constructor(
    readonly code: number,
    readonly description: string,
    readonly parameters?: { retry_after: number } | { migrate_to_chat_id: number },
  ) {
    super(description);
  }
}

export function badRequest(what: string): TelegramRefusal {
  return new TelegramRefusal(400, `Bad Request: ${what}`);
}

export function tooManyRequests(retryAfter: number): TelegramRefusal {
  return new TelegramRefusal(429, `Too Many Requests: retry after ${retryAfter}`, {
    retry_after: retryAfter,
  });
}
