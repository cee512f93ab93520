import { foldName } from '../../text/names.ts';
import type { Rule } from './rule.ts';

/** Whoever would be asked led the dialogue themselves, and would rate their own work. */
export const ownDialogue: Rule = ({ dialogue: { operator }, operators }) =>
  operator !== null && operators.some((name) => foldName(name) === foldName(operator));
