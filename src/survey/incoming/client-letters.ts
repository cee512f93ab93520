import type { ClientEvent } from '../../channel.ts';

/** Letters that people of the company wrote to clients through the bot. */
export interface ClientLetters {
  /**
   * Takes a text that replies to a letter, or the news that one did not arrive, so that neither a survey nor the
   * helpdesk on the same bot gets it. The same event again changes nothing. @returns false: it is about none
   * @throws {StoreError}
   */
  take(event: ClientEvent & { kind: 'text' | 'failed' }): Promise<boolean>;
}
