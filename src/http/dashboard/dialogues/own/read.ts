import { may } from '../../../../access/may.ts';
import type { Person } from '../../../../access/person.ts';
import type { AlertHandling } from '../../../../alerts/handling.ts';
import type { Clock } from '../../../../clock.ts';
import type { Dialogue } from '../../../../dialogue.ts';
import type { Disputes } from '../../../../disputes/disputes.ts';
import type { Language } from '../../../../locales/index.ts';
import type { DialogueStore, RecordStore } from '../../../../store/store.ts';
import type { ReadGivenAnswers } from '../../../../survey/given-answers.ts';
import type { DialogueUrl } from '../../../../text/dialogue-url.ts';
import type { View } from '../../kit/view.ts';
import { isWaiting } from './cards/alert.tsx';
import { courseOf } from './course.ts';
import type { FormState } from './form-state.ts';
import type { Note, Notes } from './notes.ts';
import { noticeOf, type NoticeName } from './notice.ts';
import type { OwnPage, Rights } from './shown.ts';

export interface OwnPageSources {
  store: Pick<DialogueStore, 'findDialogueById' | 'findByExternalIds'> &
    Pick<RecordStore, 'insertRecord' | 'findRecord' | 'listRecords' | 'saveRecord'>;
  answersOf: ReadGivenAnswers;
  alerts: Pick<AlertHandling, 'of' | 'lettersOf'>;
  disputes: Pick<Disputes, 'offerTo'>;
  /** Where the helpdesk shows a dialogue. */
  urlOf: DialogueUrl;
  /** The IANA zone by whose clocks times are shown. */
  zone: string;
  /** Of who has none of their own. */
  language: Language;
  clock: Pick<Clock, 'now' | 'newId'>;
}

/** Of one conversation; a store gives no more. */
const MOST_ROUNDS = 100;

/** What is asked for, and what was just done there. */
interface Asked {
  dialogue: Dialogue;
  person: Person;
  view: View;
  notice: NoticeName | null;
  form: FormState | null;
}

/** Reads what a dialogue's page shows a person who may read it. @throws {StoreError} */
export function createOwnPageReader(
  sources: OwnPageSources & { notes: Pick<Notes, 'of'> },
): (asked: Asked) => Promise<OwnPage> {
  const { store, answersOf, alerts, disputes, notes, urlOf, zone } = sources;

  return async ({ dialogue, person, view, notice, form }) => {
    const writesNotes = may(person, 'write_notes', dialogue);
    const [answers, rounds, alert, written, offer] = await Promise.all([
      answersOf(dialogue),
      roundsOf(dialogue, person),
      alerts.of(dialogue.id),
      writesNotes ? notes.of(dialogue.id) : [],
      disputes.offerTo(dialogue, person),
    ]);
    const letters = alert && writesNotes ? await alerts.lettersOf(alert) : new Map<string, string>();
    const rights: Rights = {
      readsComments: may(person, 'read_comments', dialogue),
      writesNotes,
      deletesNotes: may(person, 'delete_notes', dialogue),
      handlesAlert: alert !== null && may(person, 'handle_alerts', alert),
      disputes: offer.raises,
      verdicts: offer.verdicts,
      voids: may(person, 'void_ratings', dialogue),
    };
    const isTheirs = ({ by, deleted }: Note): boolean => !deleted && by.id === person.id;
    // Where the form is not there any more, such as once somebody else disputed the rating.
    const refused =
      form && !isOffered(form, rights, { dialogue, alert, notes: written.filter(isTheirs) })
        ? { kind: 'bad' as const, text: form.error }
        : null;
    return {
      view,
      zone,
      dialogue,
      answers,
      course: courseOf({ dialogue, alert, letters, notes: written, readsNotes: writesNotes }),
      rounds,
      alert,
      openDispute: offer.open,
      notes: written,
      url: urlOf(dialogue.externalId),
      rights,
      notice: refused ?? (notice && noticeOf(view.t, notice, dialogue, alert)),
      form,
    };
  };

  /** By their number. */
  async function roundsOf(dialogue: Dialogue, person: Person): Promise<Dialogue[]> {
    const { channel, clientId, purpose, externalId } = dialogue;
    const found = await store.findByExternalIds([externalId], MOST_ROUNDS);
    return found
      .filter((one) => one.channel === channel && one.clientId === clientId && one.purpose === purpose)
      .filter((one) => may(person, 'read_dialogues', one))
      .toSorted((a, b) => a.round - b.round);
  }
}

function isOffered(
  { form, note }: FormState,
  rights: Rights,
  { dialogue, alert, notes }: Pick<OwnPage, 'dialogue' | 'alert' | 'notes'>,
): boolean {
  switch (form) {
    case 'dispute':
      return rights.disputes;
    case 'decide':
      return rights.verdicts.length > 0;
    case 'void':
      return rights.voids && dialogue.voided === null;
    case 'resolve':
      return rights.handlesAlert && alert !== null && isWaiting(alert);
    case 'note':
      return rights.writesNotes && (note === undefined || notes.some(({ id }) => id === note));
  }
}
