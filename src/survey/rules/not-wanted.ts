import { wasCancelled } from '../operations/changes.ts';
import type { Rule } from './rule.ts';

/** The helpdesk cancelled the dialogue, or reported it with `ask: false`. */
export const notWanted: Rule = ({ dialogue }) => wasCancelled(dialogue);
