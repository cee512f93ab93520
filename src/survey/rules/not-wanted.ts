import { wasCancelled } from '../operations/changes.ts';
import type { Rule } from './rule.ts';

/** The helpdesk took its ask back. */
export const notWanted: Rule = ({ dialogue }) => wasCancelled(dialogue);
