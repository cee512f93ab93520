import type { Rule } from './rule.ts';

/** A survey of this dialogue would have expired already. */
export const tooLate: Rule = ({ dialogue, rules, now }) =>
  now.getTime() >= dialogue.completedAt.getTime() + rules.delay + rules.expire_after;
