import { z } from 'zod';
import type { Clock } from '../../../../clock.ts';
import { StoreError } from '../../../../errors.ts';
import type { RecordStore, StoredRecord } from '../../../../store/ports/records.ts';

/** Of a dialogue. */
export const MOST_NOTES = 100;

const someone = z.object({ id: z.string(), name: z.string() });
const body = z.object({
  text: z.string(),
  by: someone,
  /** When it was last changed, in milliseconds since the epoch; null: it was not. */
  changedAt: z.number().nullable().default(null),
  /** Of a note that was deleted nothing else is kept than who wrote it and when; null: it was not. */
  deleted: z.object({ at: z.number(), by: someone }).nullable().default(null),
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
  /** Deleted ones too, the oldest first; of more than `MOST_NOTES` the newest. */
  of(dialogueId: string): Promise<Note[]>;
  add(dialogueId: string, text: string, by: Note['by']): Promise<void>;
  /**
   * Puts another text into a note of the author's own.
   * @param revision of the note that the author read
   * @returns `conflict`: it was changed meanwhile; `deleted`: so it was; `unknown`: there is no such note of theirs on
   * this dialogue
   */
  change(
    dialogueId: string,
    id: string,
    edit: { text: string; revision: number },
    by: Note['by'],
  ): Promise<'changed' | 'conflict' | 'deleted' | 'unknown'>;
  /**
   * Deletes the text of a note; that there was one stays.
   * @param which `own`: only a note of theirs; `any`: also somebody else's @returns `unknown`: there is no such note
   */
  remove(
    dialogueId: string,
    id: string,
    by: Note['by'],
    which: 'own' | 'any',
  ): Promise<'deleted' | 'unknown'>;
}

const kind = 'note';
/** Writers that may be first. */
const TRIES = 50;

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
      const note = { text, by } satisfies z.input<typeof body>;
      await store.insertRecord({ kind, id: clock.newId(), at: clock.now(), tag: dialogueId, body: note });
    },
    async change(dialogueId, id, { text, revision }, by) {
      const record = await store.findRecord(kind, id);
      if (!record || record.tag !== dialogueId) return 'unknown';
      const note = toNote(record);
      if (note.by.id !== by.id) return 'unknown';
      if (note.deleted) return 'deleted';
      if (note.revision !== revision) return note.text === text ? 'changed' : 'conflict';
      if (note.text === text) return 'changed';
      const changed = { text, by, changedAt: clock.now().getTime() } satisfies z.input<typeof body>;
      return (await store.saveRecord({ ...record, body: changed })) ? 'changed' : 'conflict';
    },
    async remove(dialogueId, id, by, which) {
      for (let tries = 0; tries < TRIES; tries++) {
        const record = await store.findRecord(kind, id);
        if (!record || record.tag !== dialogueId) return 'unknown';
        const note = toNote(record);
        if (which === 'own' && note.by.id !== by.id) return 'unknown';
        if (note.deleted) return 'deleted';
        const deleted = { at: clock.now().getTime(), by };
        const left = { text: '', by: note.by, deleted } satisfies z.input<typeof body>;
        if (await store.saveRecord({ ...record, body: left })) return 'deleted';
      }
      throw new StoreError(`a note was changed ${TRIES} times by others first; try again`);
    },
  };
}

function toNote({ id, at, body: kept, revision }: StoredRecord): Note {
  return { ...body.parse(kept), id, at: at.getTime(), revision };
}
