import type { Alert } from '../../../../alerts/alert.ts';
import type { Dialogue } from '../../../../dialogue.ts';
import type { Translate } from '../../../../locales/index.ts';

/** What an address may say was done just now. The words are the page's: an address carries no text that is shown. */
export const noticeNames = [
  'alert_taken',
  'alert_resolved',
  'alert_late',
  'disputed',
  'dispute_decided',
  'dispute_withdrawn',
  'voided',
  'void_late',
  'unvoided',
  'note_added',
  'note_changed',
  'note_deleted',
] as const;
export type NoticeName = (typeof noticeNames)[number];

export interface Notice {
  kind: 'good' | 'bad' | 'info';
  text: string;
}

/** Of who was late the notice says who was first, as it is kept now. */
export function noticeOf(t: Translate, name: NoticeName, dialogue: Dialogue, alert: Alert | null): Notice {
  switch (name) {
    case 'alert_late':
      return { kind: 'info', text: t('dialogue.late', lateOf(alert)) };
    case 'void_late':
      return { kind: 'info', text: t('dialogue.voidLate', { name: dialogue.voided?.by ?? '' }) };
    default:
      return { kind: 'good', text: t('dialogue.done', { what: name }) };
  }
}

function lateOf(alert: Alert | null): { state: string; name: string } {
  const { state = 'none', takenBy = null, resolvedBy = null } = alert ?? {};
  return { state, name: (state === 'resolved' ? resolvedBy : takenBy)?.name ?? '' };
}
