import { excerpt } from '../../text/excerpt.ts';
import type { Message } from '../../channel.ts';
import { createTranslator, type Language, type Translate } from '../../locales/index.ts';
import { parseScaleKey, placeOn } from '../../scale.ts';
import { foldName } from '../../text/names.ts';
import { type Alert, alertStates } from '../alert.ts';
import { button } from './buttons.ts';
import { briefOf } from './render.ts';
import { momentIn, NAME_CHARS, ratingOf } from './words.ts';

const WORST = 3;
const NAMES = 3;

/** A burst of alerts in one message: how many there are, of what, the worst of them, and where the others are. */
export function renderSummary(
  alerts: readonly Alert[],
  { language, zone, begun }: { language: Language; zone: string; begun: number },
): Message {
  const t = createTranslator(language);
  const states = alertStates.flatMap((state) => {
    const count = alerts.filter((alert) => alert.state === state).length;
    return count > 0 ? [t(`alert.count.${state}`, { count })] : [];
  });
  const worst = alerts.toSorted((a, b) => depthOf(a) - depthOf(b) || a.raisedAt - b.raisedAt).slice(0, WORST);
  const lines = [states.join(' · ')];
  for (const name of ['team', 'operator', 'topic'] as const) {
    const most = mostOf(alerts, name, t);
    if (most) lines.push(most);
  }
  lines.push('', t('alert.worst'));
  for (const alert of worst) {
    lines.push(`• ${briefOf(alert, t)}`);
    if (alert.comment !== null) lines.push(t('alert.quote', { text: excerpt(alert.comment, 100) }));
  }
  return {
    title: t('alert.burst', { count: alerts.length, time: momentIn(begun, language, zone) }),
    text: lines.join('\n'),
    choices: [
      ...worst.map((alert) => [button(openLabel(alert, t), `open:${alert.id}`)]),
      [button(t('alert.all'), 'list')],
    ],
  };
}

/** `1 of 5, Olena` */
export function openLabel(alert: Alert, t: Translate): string {
  const about = alert.operator ?? alert.externalId;
  return `${ratingOf(alert, t)} · ${excerpt(about, 24)}`;
}

const depthOf = ({ rating, scale }: Alert): number =>
  rating === null || scale === null ? 1 : placeOn(parseScaleKey(scale), rating);

/** The names that stand most often, however they are spelled; null: there are not two that share one. */
function mostOf(
  alerts: readonly Alert[],
  dimension: 'team' | 'operator' | 'topic',
  t: Translate,
): string | null {
  const counts = new Map<string, { name: string; count: number }>();
  for (const { [dimension]: name } of alerts) {
    if (name === null) continue;
    const key = foldName(name);
    counts.set(key, { name, count: (counts.get(key)?.count ?? 0) + 1 });
  }
  const most = [...counts.values()]
    .filter(({ count }) => count > 1)
    .toSorted((a, b) => b.count - a.count)
    .slice(0, NAMES);
  if (most.length === 0) return null;
  const names = most.map(
    ({ name, count }) => `${excerpt(name, NAME_CHARS)} – ${t('value.count', { count })}`,
  );
  return t('alert.most', { what: dimension, names: names.join(', ') });
}
