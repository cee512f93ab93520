import type { Rule } from './rule.ts';

/** The client sent `/stop`. */
export const optedOut: Rule = ({ client }) => client !== null && client.optedOutAt !== null;
