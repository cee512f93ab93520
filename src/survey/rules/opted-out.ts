import type { Rule } from './rule.ts';

/** The client said that they want no more surveys. */
export const optedOut: Rule = ({ client }) => client !== null && client.optedOutAt !== null;
