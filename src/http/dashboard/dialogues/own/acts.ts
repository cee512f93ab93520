import { may } from '../../../../access/may.ts';
import type { Person } from '../../../../access/person.ts';
import type { AlertHandling } from '../../../../alerts/handling.ts';
import { type Dialogue, disputeVerdicts } from '../../../../dialogue.ts';
import type { Disputes } from '../../../../disputes/disputes.ts';
import type { ApiError } from '../../../../errors.ts';
import type { Translate } from '../../../../locales/index.ts';
import type { DialogueOperations } from '../../../../survey/operations/operations.ts';
import { refused } from '../../kit/faults/refused.ts';
import { type FormState, LONGEST_NAME, textFault } from './form-state.ts';
import type { Notes } from './notes.ts';
import type { NoticeName } from './notice.ts';

export interface ActOptions {
  alerts: Pick<AlertHandling, 'take' | 'resolve'>;
  disputes: Pick<Disputes, 'raiseBy' | 'decideBy'>;
  operations: Pick<DialogueOperations, 'voidRating' | 'undoVoid'>;
  notes: Pick<Notes, 'add' | 'change' | 'remove'>;
}

/** What was sent from a dialogue's page, about a dialogue that the person may read. */
interface Sent {
  dialogue: Dialogue;
  person: Person;
  t: Translate;
  text: string;
  /** The id of a dispute, a verdict and an operator's name, as they were sent with a decision. */
  dispute: string;
  verdict: string;
  operator: string;
  /** Of the note, as the person read it. */
  revision: number;
  /** The id of a note; '' where it is about none. */
  note: string;
}

/** @returns what was done, or what is wrong with the form @throws {ApiError} 403, 404 @throws {StoreError} */
type Act = (sent: Sent) => Promise<NoticeName | FormState>;

/** What people do on a dialogue's page, by the rest of the address. Who may do it is asked at each. */
export function createActs({ alerts, disputes, operations, notes }: ActOptions): Record<string, Act> {
  return {
    async 'alert/take'({ dialogue, person }) {
      const handled = await alerts.take(dialogue.id, person);
      if (!handled) throw forbidden();
      return handled.isTheirs ? 'alert_taken' : 'alert_late';
    },

    async 'alert/resolve'({ dialogue, person, t, text }) {
      const error = textFault(t, text, true);
      if (error) return { form: 'resolve', text, error };
      const handled = await alerts.resolve(dialogue.id, person, text);
      if (!handled) throw forbidden();
      return handled.isTheirs ? 'alert_resolved' : 'alert_late';
    },

    async dispute({ dialogue, person, t, text }) {
      if (!may(person, 'raise_disputes', dialogue)) throw forbidden();
      const error = textFault(t, text);
      if (error) return { form: 'dispute', text, error };
      const outcome = await disputes.raiseBy(dialogue.id, text, person);
      if ('done' in outcome) return 'disputed';
      const { code, ...values } = outcome.refused;
      return { form: 'dispute', text, error: t(`dispute.refused.${code}`, values) };
    },

    async 'dispute/decide'({ dialogue, person, t, text, dispute, ...sent }) {
      const refuse = (error: string, fault?: FormState['fault']): FormState => ({
        form: 'decide',
        text,
        error,
        ...(fault && { fault }),
        verdict: sent.verdict,
        operator: sent.operator,
      });
      const verdict = disputeVerdicts.find((one) => one === sent.verdict);
      if (!dispute.startsWith(`${dialogue.id}.`)) throw noDispute();
      if (!verdict) return refuse(t('dialogue.error.verdict'), 'verdict');
      const error = textFault(t, text);
      if (error) return refuse(error);
      const operator = verdict === 'another_operator' ? { operator: sent.operator } : {};
      const outcome = await disputes.decideBy(dispute, { verdict, reason: text, ...operator }, person);
      if ('done' in outcome) return verdict === 'withdrawn' ? 'dispute_withdrawn' : 'dispute_decided';
      const { code, ...values } = outcome.refused;
      switch (code) {
        case 'not_allowed':
          throw forbidden();
        case 'unknown_dispute':
          throw noDispute();
        case 'no_operator':
        case 'same_operator':
        case 'long_operator':
          return refuse(t('dialogue.error.operator', { code, most: LONGEST_NAME }), 'operator');
        default:
          return refuse(t(`dispute.refused.${code}`, values));
      }
    },

    async void({ dialogue, person, t, text }) {
      if (!may(person, 'void_ratings', dialogue)) throw forbidden();
      const error = textFault(t, text);
      if (error) return { form: 'void', text, error };
      const kept = await operations.voidRating({ id: dialogue.id }, { by: person.name, reason: text });
      const isTheirs = kept?.voided?.by === person.name && kept.voided.reason === text;
      return isTheirs ? 'voided' : 'void_late';
    },

    async unvoid({ dialogue, person }) {
      if (!may(person, 'void_ratings', dialogue)) throw forbidden();
      await operations.undoVoid({ id: dialogue.id }, person.name);
      return 'unvoided';
    },

    async notes({ dialogue, person, t, text }) {
      if (!may(person, 'write_notes', dialogue)) throw forbidden();
      const error = textFault(t, text);
      if (error) return { form: 'note', text, error };
      await notes.add(dialogue.id, text, authorOf(person));
      return 'note_added';
    },

    async 'notes/:note'({ dialogue, person, t, text, revision, note }) {
      if (!may(person, 'write_notes', dialogue)) throw forbidden();
      const error = textFault(t, text);
      if (error) return { form: 'note', note, text, error };
      const outcome = await notes.change(dialogue.id, note, { text, revision }, authorOf(person));
      if (outcome === 'changed') return 'note_changed';
      // What was written is not lost with the note that it was written for.
      if (outcome === 'deleted') return { form: 'note', text, error: t('dialogue.error.noteDeleted') };
      // Whoever wrote in two windows keeps what they wrote in this one.
      if (outcome === 'conflict') return { form: 'note', note, text, error: t('dialogue.error.noteChanged') };
      throw refused('no_such_note');
    },

    async 'notes/:note/delete'({ dialogue, person, note }) {
      if (!may(person, 'write_notes', dialogue)) throw forbidden();
      const any = may(person, 'delete_notes', dialogue);
      const outcome = await notes.remove(dialogue.id, note, authorOf(person), any ? 'any' : 'own');
      if (outcome === 'deleted') return 'note_deleted';
      throw refused('no_note_to_delete');
    },
  };
}

const authorOf = ({ id, name }: Person): { id: string; name: string } => ({ id, name });

const forbidden = (): ApiError => refused('act_not_for_role');

const noDispute = (): ApiError => refused('no_such_dispute');
