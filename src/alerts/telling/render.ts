/** What the messages of an alert say; pure. */
import { excerpt, excerptLines } from '../../text/excerpt.ts';
import type { Message } from '../../channel.ts';
import { createTranslator, type Language, type Translate } from '../../locales/index.ts';
import type { Alert } from '../alert.ts';
import type { DialogueUrl } from '../../text/dialogue-url.ts';
import { buttonsOf } from './buttons.ts';
import { momentIn, NAME_CHARS, ratingOf } from './words.ts';

export interface Reader {
  language: Language;
  /** By whose clocks times are shown. */
  zone: string;
  dialogueUrl: DialogueUrl;
}

/** So that any message stays inside every platform's limit. */
const COMMENT_CHARS = 1_500;
const NOTE_CHARS = 500;

/** An alert as it is now. @param isReminder it was told of in this chat before, and nobody took it */
export function renderAlert(alert: Alert, reader: Reader, isReminder = false): Message {
  const t = createTranslator(reader.language);
  const lines = [...aboutLines(alert, t, reader), ...statusLines(alert, t, reader)];
  const isWaiting = isReminder && alert.state === 'open';
  return {
    title: isWaiting ? t('alert.reminder', { rating: ratingOf(alert, t) }) : titleOf(alert, t),
    text: lines.join('\n'),
    choices: buttonsOf(alert, t, reader.dialogueUrl),
  };
}

/**
 * What happened to an alert since a version of it was shown, for a chat in which no message can be edited. null:
 * nothing that its reader does not know.
 * @param reader.id who reads it: what they did themselves is left out
 */
export function renderFollowUp(alert: Alert, shown: number, reader: Reader & { id: string }): Message | null {
  const t = createTranslator(reader.language);
  const news = alert.history.filter(({ version, by }) => version > shown && by?.id !== reader.id);
  const happened = new Set(news.map(({ what }) => what));
  const lines: string[] = [];
  if (happened.has('commented')) lines.push(...commentLines(alert, t));
  const isOther = ['taken', 'resolved', 'withdrawn', 'improved', 'voided'] as const;
  if (isOther.some((what) => happened.has(what))) lines.push(...statusLines(alert, t, reader));
  if (happened.has('rated') && lines.length === 0) lines.push(changedLine(alert, t));
  if (lines.length === 0) return null;
  const { externalId, operator } = alert;
  const about = [t('alert.dialogue', { id: excerpt(externalId, NAME_CHARS) })];
  if (operator !== null) about.push(t('alert.operator', { name: excerpt(operator, NAME_CHARS) }));
  return {
    title: titleOf(alert, t),
    text: [about.join(' · '), ...lines].join('\n'),
    choices: buttonsOf(alert, t, reader.dialogueUrl),
  };
}

/** An alert in one excerpt, as lists show it. */
export function briefOf(alert: Alert, t: Translate): string {
  const { operator, team, topic, externalId } = alert;
  const names = [operator, team, topic].flatMap((name) => (name === null ? [] : [excerpt(name, 30)]));
  return [ratingOf(alert, t), ...names, excerpt(externalId, 40)].join(' · ');
}

function titleOf(alert: Alert, t: Translate): string {
  const rating = ratingOf(alert, t);
  if (alert.state === 'withdrawn') return t('alert.titleWithdrawn');
  return alert.standing === 'improved' ? t('alert.titleImproved', { rating }) : t('alert.title', { rating });
}

function aboutLines(alert: Alert, t: Translate, { dialogueUrl }: Reader): string[] {
  const { clientName, operator, team, topic, externalId } = alert;
  const lines: string[] = [];
  if (clientName !== null) lines.push(t('alert.client', { name: excerpt(clientName, NAME_CHARS) }));
  if (operator !== null) lines.push(t('alert.operator', { name: excerpt(operator, NAME_CHARS) }));
  if (team !== null) lines.push(t('alert.team', { name: excerpt(team, NAME_CHARS) }));
  if (topic !== null) lines.push(t('alert.topic', { name: excerpt(topic, NAME_CHARS) }));
  lines.push(t('alert.dialogue', { id: excerpt(externalId, NAME_CHARS) }));
  const url = dialogueUrl(externalId);
  // One that no button may open.
  if (url && !url.startsWith('https:')) lines.push(url);
  return [...lines, ...commentLines(alert, t)];
}

function commentLines({ comment }: Alert, t: Translate): string[] {
  return comment === null ? [] : [t('alert.quote', { text: excerptLines(comment, COMMENT_CHARS) })];
}

function statusLines(alert: Alert, t: Translate, { language, zone }: Reader): string[] {
  const { state, standing, takenBy, takenAt, resolvedBy, resolvedAt, note, cause, history } = alert;
  const by = (name: string, at: number | null) => ({
    name: excerpt(name, NAME_CHARS),
    time: at === null ? '' : momentIn(at, language, zone),
  });
  const lines: string[] = [];
  if (standing !== 'low') lines.push(changedLine(alert, t));
  if (state === 'taken' && takenBy) lines.push(t('alert.takenBy', by(takenBy.name, takenAt)));
  const letter = history.findLast(({ what }) => what === 'wrote');
  if (letter?.by) lines.push(t('alert.wroteBy', by(letter.by.name, letter.at)));
  if (state === 'resolved' && resolvedBy) lines.push(t('alert.resolvedBy', by(resolvedBy.name, resolvedAt)));
  if (note !== null) lines.push(t('alert.note', { text: excerptLines(note, NOTE_CHARS) }));
  if (cause !== null && cause !== 'operator') lines.push(t('alert.causeIs', { cause }));
  return lines;
}

function changedLine(alert: Alert, t: Translate): string {
  if (alert.standing === 'voided') return t('alert.voided');
  return t('alert.changedTo', { rating: ratingOf(alert, t) });
}
