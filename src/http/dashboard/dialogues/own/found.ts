import { may } from '../../../../access/may.ts';
import type { Person } from '../../../../access/person.ts';
import type { Dialogue } from '../../../../dialogue.ts';
import type { DialogueStore } from '../../../../store/store.ts';
import { refused } from '../../kit/faults/refused.ts';

/** What an id of ours may look like; anything else is not looked for. */
const idForm = /^[\w-]{1,64}$/;

/**
 * A dialogue that a person may read. One that they may not read is not there for them.
 * @throws {ApiError} 404 @throws {StoreError}
 */
export async function findReadable(
  store: Pick<DialogueStore, 'findDialogueById'>,
  id: string,
  person: Person,
): Promise<Dialogue> {
  const dialogue = idForm.test(id) ? await store.findDialogueById(id) : null;
  if (dialogue && may(person, 'read_dialogues', dialogue)) return dialogue;
  throw refused('no_such_dialogue');
}
