import { z } from 'zod';
import type { ChannelAdapter, ClientEvent, PassedOn } from '../channel.ts';
import { type JobKind, jobKind } from '../jobs/job-kind.ts';
import type { Relay } from '../relay/relay.ts';

export interface PassOnOptions {
  channels: ReadonlyMap<string, Pick<ChannelAdapter, 'welcomesInResponse'>>;
  relay: Pick<Relay, 'has' | 'pass' | 'ask'>;
}

/** Gives an event to whoever else uses the bot; undefined: nobody does. @throws {StoreError} */
export type PassOn = (event: ClientEvent) => Promise<PassedOn | undefined>;

export function createPassOn({ channels, relay }: PassOnOptions): PassOn {
  return async (event) => {
    const { channel, received } = event;
    if (!received || !relay.has(channel)) return undefined;
    if (event.kind !== 'start' || !channels.get(channel)?.welcomesInResponse) {
      await relay.pass(channel, received);
      return { passedOn: true };
    }
    const response = await relay.ask(channel, received);
    return { passedOn: true, ...(response && { response }) };
  };
}

/** An event as it was kept in a survey: JSON. */
const keptEvent = z.looseObject({
  id: z.string(),
  channel: z.string(),
  clientId: z.string(),
  at: z.coerce.date(),
});

/** The kind of job that passes on what a client took out of the comment again, since it was meant for the helpdesk. */
export function createForSupportKind(passOn: PassOn): JobKind {
  return jobKind(keptEvent, async (event) => {
    await passOn(event as unknown as ClientEvent);
    return { state: 'done' };
  });
}
