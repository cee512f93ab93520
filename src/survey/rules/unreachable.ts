import type { Rule } from './rule.ts';

/** The platform lets nobody write to this client: blocked, unsubscribed, never opened the chat. */
export const unreachable: Rule = ({ client }) => client !== null && !client.reachable;
