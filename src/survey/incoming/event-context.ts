/** What the data that an event concerns say of it. */
import type { ClientEvent } from '../../channel.ts';
import type { Client } from '../../dialogue.ts';
import type { EventContext } from '../../store/ports/dialogues.ts';

/** Whether an event was taken before. */
export function isRepeat({ client, dialogues }: EventContext, event: ClientEvent): boolean {
  return (client !== null && took(client, event)) || dialogues.some((dialogue) => took(dialogue, event));
}

export const took = ({ events }: Pick<Client, 'events'>, { id }: ClientEvent): boolean =>
  events.some((event) => event.id === id);

/** What is known of a client, as of the last answer where that is newer. */
export function heardOf({ client, dialogues }: EventContext): Client | null {
  const heard = dialogues.map(({ survey }) => survey?.heardAt ?? 0);
  return client && { ...client, seenAt: new Date(Math.max(client.seenAt.getTime(), ...heard)) };
}
