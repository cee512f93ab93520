import type { Rule } from './rule.ts';

/** The conversation goes on; its next end is a new round. */
export const reopened: Rule = ({ dialogue }) => dialogue.reopenedAt !== null;
