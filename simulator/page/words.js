/** Words for every state that the API may tell; a state that is not here is shown by its own name. */
export const outcomes = {
  scheduled: 'to be asked soon',
  open: 'asked, no answer yet',
  answered: 'answered',
  silent: 'asked, never answered',
  not_asked: 'not asked',
};

export const reasons = {
  cooldown: 'this client was asked not long ago',
  unreachable: 'the bot cannot write to this client',
  undelivered: 'the question could not be delivered in time',
  too_late: 'it was too late to ask',
  opted_out: 'this client wants no surveys',
  not_wanted: 'the helpdesk wanted it not asked about',
  own_dialogue: 'the client is the operator who led it',
  reopened: 'the conversation went on before the question',
  scheduled: 'to be asked soon',
};

/** Why a dialogue was not asked about. */
export const why = (reason) => reasons[reason] ?? named(reason) ?? 'no reason given';

/** What became of the survey of a dialogue. */
export function stateOf({ outcome, notAskedReason, reopenedAt, course = [] }) {
  if (outcome === 'not_asked') return `not asked: ${why(notAskedReason)}`;
  if (outcome === 'open' || outcome === 'silent') {
    if (reopenedAt) return 'withdrawn: the conversation went on';
    if (course.some(({ what }) => what === 'cancelled'))
      return 'withdrawn: the helpdesk took the question back';
  }
  return outcomes[outcome] ?? named(outcome) ?? 'unknown';
}

/** Why figures leave a dialogue out; null: they count it. */
export function uncounted({ superseded, voided }) {
  if (voided) return `voided: ${voided.reason}, not in the figures`;
  return superseded ? 'an earlier round, not in the figures' : null;
}

/** `too_late` reads `too late`. */
const named = (state) => state?.replaceAll('_', ' ');
