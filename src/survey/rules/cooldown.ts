import type { Rule } from './rule.ts';

/** The client was asked a short while ago and is left in peace. */
export const cooldown: Rule = ({ lastAskedAt, rules, now }) =>
  lastAskedAt !== null && now.getTime() < lastAskedAt.getTime() + rules.cooldown;
