import { scopeOf } from '../../../access/may.ts';
import type { Person } from '../../../access/person.ts';
import type { Action } from '../../../access/roles.ts';
import type { DialogueFilter } from '../../../dialogue.ts';
import { refused } from './faults/refused.ts';

/** Which dialogues a person may see on a page. @throws {ApiError} 403: none, since their role does not have the page */
export function allowedTo(person: Person, action: Action): DialogueFilter {
  const scope = scopeOf(person, action);
  if (scope === null) throw refused('page_not_for_role');
  return scope;
}
