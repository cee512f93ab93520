import { z } from 'zod';
import type { ChannelAdapter, ClientEvent, PassedOn } from '../channel.ts';
import { type JobKind, jobKind } from '../jobs/job-kind.ts';
import type { Relay } from '../relay/relay.ts';
import type { DialogueStore } from '../store/store.ts';
import type { Webhooks } from '../webhooks/webhooks.ts';

export interface PassOnOptions {
  store: Pick<DialogueStore, 'recentDialogues'>;
  channels: ReadonlyMap<string, Pick<ChannelAdapter, 'welcomesInResponse'>>;
  relay: Pick<Relay, 'has' | 'pass' | 'ask'>;
  webhooks: Pick<Webhooks, 'takesClientMessages' | 'clientMessage'>;
}

/**
 * Relays an event to the helpdesk on the same bot, and sends the `client.message` webhook for a text; undefined: there
 * is no such helpdesk.
 * @param isAnswered true: this service answers the platform, so the helpdesk's answer is not waited for
 * @throws {StoreError}
 */
export type PassOn = (event: ClientEvent, isAnswered?: boolean) => Promise<PassedOn | undefined>;

export function createPassOn({ store, channels, relay, webhooks }: PassOnOptions): PassOn {
  return async (event, isAnswered = false) => {
    const { channel, received } = event;
    if (event.kind === 'text' && event.chat === 'private' && webhooks.takesClientMessages) await tell(event);
    if (!received || !relay.has(channel)) return undefined;
    if (isAnswered || event.kind !== 'start' || !channels.get(channel)?.welcomesInResponse) {
      await relay.pass(channel, received);
      return { passedOn: true };
    }
    const response = await relay.ask(channel, received);
    return { passedOn: true, ...(response && { response }) };
  };

  async function tell({ id, channel, clientId, at, text }: ClientEvent & { kind: 'text' }): Promise<void> {
    const [latest = null] = await store.recentDialogues(channel, clientId, 1);
    await webhooks.clientMessage({ id, channel, clientId, at, text }, latest);
  }
}

/** The events of a text, as JSON, as a survey has kept them (`Survey.asides`). */
const keptEvents = z.object({
  events: z.array(
    z.looseObject({ id: z.string(), channel: z.string(), clientId: z.string(), at: z.coerce.date() }),
  ),
});

/** The kind of job that passes on a text that the client took out of the comment by "This is for support". */
export function createForSupportKind(passOn: PassOn): JobKind {
  return jobKind(keptEvents, async ({ events }) => {
    for (const event of events) await passOn(event as unknown as ClientEvent);
    return { state: 'done' };
  });
}
