import { z } from 'zod';
import type { Clock } from '../../../../clock.ts';
import type { RecordStore, StoredRecord } from '../../../../store/ports/records.ts';

/** Of a dialogue. */
export const MOST_NOTES = 100;

const someone = z.object({ id: z.string(), name: z.string() });
const body = z.object({
  text: z.string(),
  by: someone,
  /** When it was last changed, in milliseconds since the epoch; null: it was not. */
  changedAt: z.number().nullable().default(null),
});

/** What a reviewer of a dialogue wrote down for the others who may read it. */
export interface Note extends z.output<typeof body> {
  id: string;
  /** When it was written, in milliseconds since the epoch. */
  at: number;
  revision: number;
}

/** The notes on dialogues; they are kept as long as their dialogues are. Methods reject with a StoreError. */
export interface Notes {
  /** The oldest first; of more than `MOST_NOTES` the newest. */
  of(dialogueId: string): Promise<Note[]>;
  add(dialogueId: string, text: string, by: Note['by']): Promise<void>;
  /**
   * Puts another text into a note of the author's own.
   * @param revision of the note that the author read
   * @returns `conflict`: it was changed meanwhile; `unknown`: there is no such note of theirs on this dialogue
   */
  change(
    dialogueId: string,
    id: string,
    edit: { text: string; revision: number },
    by: Note['by'],
  ): Promise<'changed' | 'conflict' | 'unknown'>;
}

const kind = 'note';

export function createNotes(
  store: Pick<RecordStore, 'insertRecord' | 'findRecord' | 'listRecords' | 'saveRecord'>,
  clock: Pick<Clock, 'now' | 'newId'>,
): Notes {
  return {
    async of(dialogueId) {
      const records = await store.listRecords({ kind, tag: dialogueId, limit: MOST_NOTES });
      return records.map(toNote).toReversed();
    },
    async add(dialogueId, text, by) {
      const note = { text, by, changedAt: null } satisfies z.input<typeof body>;
      await store.insertRecord({ kind, id: clock.newId(), at: clock.now(), tag: dialogueId, body: note });
    },
    async change(dialogueId, id, { text, revision }, by) {
      const record = await store.findRecord(kind, id);
      if (!record || record.tag !== dialogueId) return 'unknown';
      const note = toNote(record);
      if (note.by.id !== by.id) return 'unknown';
      if (note.revision !== revision) return note.text === text ? 'changed' : 'conflict';
      if (note.text === text) return 'changed';
      const changed = { text, by, changedAt: clock.now().getTime() } satisfies z.input<typeof body>;
      return (await store.saveRecord({ ...record, body: changed })) ? 'changed' : 'conflict';
    },
  };
}

function toNote({ id, at, body: kept, revision }: StoredRecord): Note {
  return { ...body.parse(kept), id, at: at.getTime(), revision };
}
