import type { AlertHandling } from '../alerts/handling.ts';
import type { Clock } from '../clock.ts';
import type { Dialogue } from '../dialogue.ts';
import type { DialogueEvent } from '../http/api/dialogues/event.ts';
import { type CourseItem, courseOf } from '../http/dashboard/dialogues/own/course.ts';
import { createNotes } from '../http/dashboard/dialogues/own/notes.ts';
import type { RecordStore } from '../store/ports/records.ts';

export interface EventsOptions {
  store: Pick<RecordStore, 'insertRecord' | 'findRecord' | 'listRecords' | 'saveRecord'>;
  alertHandling: Pick<AlertHandling, 'of' | 'lettersOf'>;
}

/** The whole course of a dialogue, as its page shows it, for the API. Rejects with a StoreError. */
export function createEvents(
  { store, alertHandling }: EventsOptions,
  clock: Pick<Clock, 'now' | 'newId'>,
): (dialogue: Dialogue) => Promise<DialogueEvent[]> {
  const notes = createNotes(store, clock);
  return async (dialogue) => {
    const [alert, written] = await Promise.all([alertHandling.of(dialogue.id), notes.of(dialogue.id)]);
    const letters = alert ? await alertHandling.lettersOf(alert) : new Map<string, string>();
    return courseOf({ dialogue, alert, letters, notes: written, readsNotes: true }).flatMap(eventsOf);
  };
}

/** A correction of several facts is an event each. */
function eventsOf(item: CourseItem): DialogueEvent[] {
  const { at, what, by = null, reason = null } = item;
  const event: DialogueEvent = {
    at: at === null ? null : new Date(at),
    what,
    isPlanned: item.isPlanned ?? false,
    by,
    reason,
    field: null,
    before: null,
    after: null,
    note: null,
  };
  switch (item.what) {
    case 'not_asked':
      return [{ ...event, reason: item.why }];
    case 'answered':
      return [{ ...event, field: item.variable, after: item.value }];
    case 'changed':
      return [{ ...event, field: item.variable, before: item.before, after: item.after }];
    case 'corrected':
      return item.corrections.map(({ fact, before, after }) => ({ ...event, field: fact, before, after }));
    case 'dispute_decided':
      return [{ ...event, field: 'verdict', after: item.verdict }];
    case 'alert_cause':
    case 'alert_resolved':
      return [{ ...event, field: 'cause', after: item.cause }];
    case 'alert_wrote':
      return [{ ...event, field: 'text', after: item.text }];
    case 'note':
      return [
        { ...event, note: item.note.id, field: 'text', after: item.note.deleted ? null : item.note.text },
      ];
    case 'note_deleted':
      return [{ ...event, note: item.note.id }];
    default:
      return [event];
  }
}
