import type { Rule } from './rule.ts';

/** A survey of this dialogue would have expired already. */
export const tooLate: Rule = ({ completedAt, rules, now }) =>
  now.getTime() >= completedAt.getTime() + rules.delay + rules.expire_after;
