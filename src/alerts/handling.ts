import { may } from '../access/may.ts';
import type { Person } from '../access/person.ts';
import type { Clock } from '../clock.ts';
import type { Narrowing } from '../stats/filter.ts';
import type { Belonging, ReadBelonging } from '../stats/lists/belonging.ts';
import type { RecordQuery } from '../store/ports/records.ts';
import { excerpt } from '../text/excerpt.ts';
import { type Alert, type Someone, subjectOf } from './alert.ts';
import type { LetterRecords } from './letters/letter-records.ts';
import type { AlertRecords } from './records.ts';
import type { Spread } from './telling/spread.ts';
import { resolve, take } from './transitions.ts';

/** Characters of the note with which an alert is resolved. */
export const NOTE_CHARS = 500;

/** What became of an alert, as it is kept then. */
export interface Handled {
  alert: Alert;
  /** False: somebody else was first, or it is over. */
  isTheirs: boolean;
}

/** What a person does about an alert outside of a chat. Methods reject with a StoreError. */
export interface AlertHandling {
  /** The alert about a dialogue, whoever may handle it; null: there is none. */
  of(dialogueId: string): Promise<Alert | null>;
  /** What was written to the client, by the `letter` in the alert's history; letters are kept for a time. */
  lettersOf(alert: Alert): Promise<ReadonlyMap<string, string>>;
  /** All of a period or a state, the newest first, each with whether its dialogue is one of those asked for. */
  each(query: Omit<RecordQuery, 'kind' | 'limit'>, narrowing: Narrowing): AsyncGenerator<Belonging<Alert>>;
  /** null: there is none that this person may handle. */
  take(dialogueId: string, person: Person): Promise<Handled | null>;
  /** Whoever resolves what nobody took has taken it. @param note '': none @returns null: as in `take` */
  resolve(dialogueId: string, person: Person, note: string): Promise<Handled | null>;
}

/** Changes an alert and brings every message that tells of it to its new state. */
export type ChangeAlert = (alert: Alert, to: (alert: Alert) => Alert | null) => Promise<Alert>;

/** Also when nothing was left to change: the process may have died between the change and its telling. */
export function createChangeAlert(records: Pick<AlertRecords, 'change'>, spread: Spread): ChangeAlert {
  return async (alert, to) => {
    const result = await records.change(alert.id, (before) => before && to(before));
    await spread.update(result?.alert ?? alert);
    return result?.alert ?? alert;
  };
}

export interface HandlingOptions {
  records: Pick<AlertRecords, 'find' | 'each'>;
  letters: Pick<LetterRecords, 'textsOf'>;
  belonging: ReadBelonging;
  change: ChangeAlert;
  clock: Pick<Clock, 'now'>;
}

export function createHandling(options: HandlingOptions): AlertHandling {
  const { records, letters, belonging, change, clock } = options;
  return {
    of: (id) => records.find(id),
    async lettersOf(alert) {
      const hasLetters = alert.history.some(({ letter }) => letter !== undefined);
      return hasLetters ? letters.textsOf(alert, alert.id) : new Map<string, string>();
    },
    each: (query, narrowing) => belonging(records.each(query), ({ id }) => id, narrowing),
    async take(id, person) {
      const found = await find(id, person);
      if (!found) return null;
      const now = clock.now().getTime();
      const alert = await change(found, (before) => take(before, whoIs(person), now));
      return { alert, isTheirs: isTaker(alert, person) };
    },
    async resolve(id, person, note) {
      const found = await find(id, person);
      if (!found) return null;
      const now = clock.now().getTime();
      const words = excerpt(note, NOTE_CHARS) || null;
      const alert = await change(found, (before) => resolve(before, whoIs(person), words, now));
      return { alert, isTheirs: isResolver(alert, person) };
    },
  };

  async function find(id: string, person: Person): Promise<Alert | null> {
    const alert = await records.find(id);
    return alert && may(person, 'handle_alerts', subjectOf(alert)) ? alert : null;
  }
}

const whoIs = ({ id, name }: Person): Someone => ({ id, name });

/** Whoever was first has it, also when their press comes again. */
export const isTaker = ({ state, takenBy }: Alert, { id }: Pick<Someone, 'id'>): boolean =>
  state === 'taken' && takenBy?.id === id;
export const isResolver = ({ state, resolvedBy }: Alert, { id }: Pick<Someone, 'id'>): boolean =>
  state === 'resolved' && resolvedBy?.id === id;
