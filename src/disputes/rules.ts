/** Who may dispute a rating and who may decide; pure. */
import { may, scopeOf } from '../access/may.ts';
import type { Person } from '../access/person.ts';
import type { StaffEvent } from '../access/staff.ts';
import { type Dialogue, type DisputeVerdict, disputeVerdicts } from '../dialogue.ts';
import { foldName } from '../text/names.ts';
import { type Dispute, type DisputeEntry, lastEntry } from './dispute.ts';

/** For so many days after its dialogue was completed a rating may be disputed. */
export const DISPUTABLE_DAYS = 90;
/** Characters (code points) of a reason. */
export const LONGEST_REASON = 500;
/** Characters of an operator's name, as the API takes them. */
export const LONGEST_NAME = 200;

/** Somebody who disputes or decides. */
export interface Author {
  /** As in `DisputeEntry.who`. */
  id: string | null;
  name: string;
  /** The names under which the helpdesk knows them as an operator. */
  operators: readonly string[];
}

/** Why something is refused; the words are `dispute.refused.<code>`. */
export type Refusal =
  | { code: 'unknown_dialogue' | 'unknown_dispute' | 'not_allowed' | 'not_yours' | 'another_team' }
  | { code: 'unrated' | 'voided' | 'superseded' }
  | { code: 'too_old'; days: number }
  /** Disputed by somebody, and not decided yet. */
  | { code: 'open'; by: string }
  /** Decided by somebody. */
  | { code: 'decided'; by: string; verdict: DisputeVerdict }
  /** Of a decision: the author raised it; the author is the operator; somebody else raised what is to be withdrawn. */
  | { code: 'own' | 'concerned' | 'not_raiser' }
  | { code: 'no_reason' | 'no_operator' | 'same_operator' }
  | { code: 'long_reason' | 'long_operator'; most: number };

/** Who did it: the person; in a group a member who is not enrolled, of whom no more is known than a name. */
export function authorOf({ person, event }: StaffEvent): Author {
  const { actor } = event;
  if (person.kind === 'person' || !actor) return authorIs(person);
  const name = actor.name ?? person.name;
  return { id: `${event.channel}:${actor.id}`, name, operators: [name] };
}

export const authorIs = ({ id, name, operators }: Person): Author => ({ id, name, operators });

/** Somebody whom an API key names: the person of that name, if there is one. */
export function authorNamed(name: string, persons: readonly Person[]): Author {
  const known = persons.find((one) => one.kind === 'person' && foldName(one.name) === foldName(name));
  return { id: known?.id ?? null, name, operators: [name, ...(known?.operators ?? [])] };
}

/**
 * Why a person may not dispute the rating of a dialogue now; null: they may.
 * @param disputes those of the dialogue so far, the oldest first
 */
export function raiseRefusal(
  person: Person,
  dialogue: Dialogue,
  disputes: readonly Dispute[],
  now: Date,
): Refusal | null {
  const scope = scopeOf(person, 'raise_disputes');
  if (!scope) return { code: 'not_allowed' };
  if (!may(person, 'raise_disputes', dialogue)) {
    return { code: scope.operator === undefined ? 'another_team' : 'not_yours' };
  }
  if (dialogue.voided) return { code: 'voided' };
  if (dialogue.superseded) return { code: 'superseded' };
  if (dialogue.rating === null) return { code: 'unrated' };
  if (now.getTime() - dialogue.completedAt.getTime() > DISPUTABLE_DAYS * 86_400_000) {
    return { code: 'too_old', days: DISPUTABLE_DAYS };
  }
  const last = disputes.at(-1);
  // A rating is judged once; one that was found to be another operator's, that operator may dispute.
  if (!last || last.state === 'withdrawn' || last.state === 'another_operator') return null;
  return closedRefusal(last) ?? { code: 'open', by: last.entries[0].who.name };
}

/** @returns null: the dispute is open */
export function closedRefusal(dispute: Dispute): Refusal | null {
  const { what, who } = lastEntry(dispute);
  return what === 'raised' ? null : { code: 'decided', by: who.name, verdict: what };
}

export interface Decision {
  verdict: DisputeVerdict;
  reason: string;
  /** With `another_operator`: whose the rating is. */
  operator?: string;
}

/**
 * Why somebody may not decide a dispute so; null: they may. Whether they may decide disputes of this team at all is asked
 * elsewhere, since an API key always may.
 * @param operator of the dialogue, as it stands now
 */
export function decideRefusal(
  author: Author,
  dispute: Dispute,
  verdict: DisputeVerdict,
  operator: string | null,
): Refusal | null {
  const closed = closedRefusal(dispute);
  if (closed) return closed;
  const raised = isAuthor(author, dispute.entries[0]);
  if (verdict === 'withdrawn') return raised ? null : { code: 'not_raiser' };
  if (raised) return { code: 'own' };
  return isOperator(author, operator) ? { code: 'concerned' } : null;
}

/** How a person may decide a dispute now; empty: they may not. @param dialogue as it stands now */
export function verdictsOf(person: Person, dispute: Dispute, dialogue: Dialogue): DisputeVerdict[] {
  const decides = may(person, 'decide_disputes', dialogue);
  return disputeVerdicts.filter(
    (verdict) =>
      (decides || verdict === 'withdrawn') &&
      decideRefusal(authorIs(person), dispute, verdict, dialogue.operator) === null,
  );
}

/** What is wrong with the words of a decision or a dispute; null: nothing. */
export function wordsRefusal(
  { verdict, reason, operator }: Partial<Decision>,
  of: string | null,
): Refusal | null {
  if (verdict === 'another_operator') {
    if (!operator) return { code: 'no_operator' };
    if (lengthOf(operator) > LONGEST_NAME) return { code: 'long_operator', most: LONGEST_NAME };
    if (of !== null && foldName(operator) === foldName(of)) return { code: 'same_operator' };
  }
  if (!reason) return { code: 'no_reason' };
  return lengthOf(reason) > LONGEST_REASON ? { code: 'long_reason', most: LONGEST_REASON } : null;
}

export const isOperator = ({ operators }: Pick<Author, 'operators'>, operator: string | null): boolean =>
  operator !== null && operators.some((name) => foldName(name) === foldName(operator));

/** Of whom an API key named no more is known than a name. */
function isAuthor({ id, name }: Author, { who }: DisputeEntry): boolean {
  return id !== null && who.id !== null ? id === who.id : foldName(name) === foldName(who.name);
}

const lengthOf = (text: string): number => Array.from(text).length;
