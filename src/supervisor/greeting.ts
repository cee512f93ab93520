import type { ClientEvent, OnEvent } from '../channel.ts';
import type { Supervisor } from '../digest/job.ts';
import { createTranslator } from '../locales/index.ts';

export interface GreetingOptions {
  supervisors: readonly Supervisor[];
  /** When the digest comes, `HH:MM` in `zone`. */
  at: string;
  zone: string;
}

/** `onEvent`, but a supervisor who opens the chat is told what comes here, rather than greeted as a client. */
export function greetSupervisors(onEvent: OnEvent, { supervisors, at, zone }: GreetingOptions): OnEvent {
  const find = ({ channel, clientId }: ClientEvent): Supervisor | undefined =>
    supervisors.find((one) => one.channel === channel && one.clientId === clientId);

  return async (event) => {
    const reply = await onEvent(event);
    const supervisor = event.kind === 'start' ? find(event) : undefined;
    if (!supervisor || !reply) return reply;
    // The buttons of a question that waits for a supervisor who is a client as well stay.
    return { ...reply, text: createTranslator(supervisor.language)('supervisor.welcome', { at, zone }) };
  };
}
