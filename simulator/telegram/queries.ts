import { badRequest } from './refusal.ts';

/** Taps that the bot has not answered yet. */
export interface Queries {
  /** A new query's id. */
  ask(clientId: string): string;
  /** Gives the client who tapped. @throws {TelegramRefusal} for an id that is unknown, answered or too old */
  answer(id: string): string;
}

/** Bots report that an answer is refused after about a minute; Telegram documents no number. */
const answerWithinMs = 60_000;

export function createQueries(nextId: () => number, now: () => Date): Queries {
  const open = new Map<string, { clientId: string; askedAt: number }>();
  return {
    ask(clientId) {
      // Beyond 2^53, as Telegram's are.
      const id = String(4_300_000_000_000_000_000n + BigInt(nextId()));
      open.set(id, { clientId, askedAt: now().getTime() });
      return id;
    },
    answer(id) {
      const query = open.get(id);
      open.delete(id);
      if (!query || now().getTime() - query.askedAt > answerWithinMs) {
        throw badRequest('query is too old and response timeout expired or query ID is invalid');
      }
      return query.clientId;
    },
  };
}
