/** How an alert changes; pure. Each returns null where nothing is to be changed. */
import type { Alert, Cause, Facts, Happening, Someone, Told } from './alert.ts';

/** More of its history, and of the messages that tell of it, is not kept. */
const HISTORY_KEPT = 200;
const MESSAGES_KEPT = 4;

/** After a change of the dialogue. @param before null: there is no alert about it yet @param at when that happened */
export function reflect(before: Alert | null, id: string, facts: Facts, at: number): Alert | null {
  const isLow = facts.standing === 'low';
  if (!before) return isLow ? happened({ ...fresh, id, ...facts, raisedAt: at }, 'raised', at) : null;
  const what = differenceOf(before, facts);
  if (what === null) return null;
  const next = { ...before, ...facts };
  // Who resolved it did so before the client came back to the low rating.
  const isAgain = before.standing !== 'low' && (before.state === 'withdrawn' || before.state === 'resolved');
  if (isLow && isAgain) {
    const { history, told, raising } = before;
    const again = { ...next, ...untouched, raising: raising + 1, raisedAt: at, history, told };
    return happened(again, 'raised', at);
  }
  if (before.state === 'open' && !isLow) return happened({ ...next, state: 'withdrawn' }, 'withdrawn', at);
  return happened(next, what, at);
}

function differenceOf(before: Alert, facts: Facts): Happening | null {
  const differs = (...names: Array<keyof Facts>): boolean =>
    names.some((name) => JSON.stringify(before[name]) !== JSON.stringify(facts[name]));
  if (differs('standing') && facts.standing !== 'low') return facts.standing;
  if (differs('standing', 'rating')) return 'rated';
  if (differs('comment', 'attached')) return 'commented';
  return differs('operator', 'team', 'topic', 'clientName') ? 'corrected' : null;
}

/** null: somebody has it, or it is over. */
export function take(alert: Alert, by: Someone, at: number): Alert | null {
  if (alert.state !== 'open') return null;
  return happened({ ...alert, state: 'taken', takenBy: by, takenAt: at }, 'taken', at, by);
}

/** Whoever resolves what nobody took has taken it. null: it is over. */
export function resolve(alert: Alert, by: Someone, note: string | null, at: number): Alert | null {
  if (alert.state !== 'open' && alert.state !== 'taken') return null;
  const { takenBy, takenAt, cause } = alert;
  const resolved = {
    state: 'resolved',
    takenBy: takenBy ?? by,
    takenAt: takenAt ?? at,
    resolvedBy: by,
    resolvedAt: at,
    note,
    // Who says nothing else leaves it with the operator.
    cause: cause ?? 'operator',
  } as const;
  return happened({ ...alert, ...resolved }, 'resolved', at, by);
}

/** null: that was said before. */
export function blame(alert: Alert, cause: Cause, by: Someone, at: number): Alert | null {
  return alert.cause === cause ? null : happened({ ...alert, cause }, 'cause', at, by);
}

/** Somebody wrote to the client. @param letter the name of the letter */
export function wrote(alert: Alert, by: Someone, at: number, letter: string): Alert {
  const after = happened(alert, 'wrote', at, by);
  return {
    ...after,
    history: after.history.with(-1, { version: after.version, at, what: 'wrote', by, letter }),
  };
}

/** A step of the escalation is carried out, of which messages that were sent say nothing. null: it was before. */
export function escalate(alert: Alert, step: number, at: number): Alert | null {
  if (alert.level > step) return null;
  const { version } = alert;
  return { ...happened({ ...alert, level: step + 1 }, 'escalated', at), version };
}

/** The alert with a message that tells of it, or one that shows it as it is now. Of one chat the newest few are kept. */
export function withTold(alert: Alert, message: Told): Alert {
  const isOfChat = ({ chat }: Told): boolean => JSON.stringify(chat) === JSON.stringify(message.chat);
  const own = alert.told.filter((one) => isOfChat(one) && one.call !== message.call);
  const others = alert.told.filter((one) => !isOfChat(one));
  return { ...alert, told: [...others, ...own.slice(1 - MESSAGES_KEPT), message] };
}

function happened(alert: Alert, what: Happening, at: number, by: Someone | null = null): Alert {
  const version = alert.version + 1;
  // What changes no message is of the version that they show.
  const entry = { version: what === 'escalated' ? alert.version : version, at, what, by };
  return { ...alert, version, history: [...alert.history, entry].slice(-HISTORY_KEPT) };
}

/** What nobody has done anything about. */
const untouched = {
  state: 'open',
  takenBy: null,
  takenAt: null,
  resolvedBy: null,
  resolvedAt: null,
  note: null,
  cause: null,
  level: 0,
} as const;

const fresh = { ...untouched, revision: 0, raising: 1, version: 0, history: [], told: [] };
