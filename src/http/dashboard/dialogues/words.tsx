/** What the list and a dialogue's own page say of it alike. */
import type { ComponentChildren, VNode } from 'preact';
import type { Dialogue } from '../../../dialogue.ts';
import { parseScaleKey } from '../../../scale.ts';
import { ratingText } from '../../../text/figures.ts';
import { Badge } from '../kit/controls.tsx';
import type { View } from '../kit/view.ts';

type Words = Pick<View, 't'>;

/** Names and words of others, whose direction is their own. */
export function Name({ children }: { children: ComponentChildren }): VNode {
  return <bdi>{children}</bdi>;
}

/** A rating in the colour of what its scale says of it. */
export function RatingBadge({
  view: { t },
  of,
}: {
  view: Words;
  of: Pick<Dialogue, 'rating' | 'scale'>;
}): VNode | null {
  const { rating, scale } = of;
  if (rating === null) return null;
  return <Badge kind={kindOf(rating, scale)} text={ratingText(t, rating, scale)} />;
}

function kindOf(rating: number, scale: string | null): 'good' | 'neutral' | 'bad' | 'plain' {
  if (scale === null) return 'plain';
  const { satisfied, dissatisfied } = parseScaleKey(scale);
  if (satisfied.includes(rating)) return 'good';
  return dissatisfied.includes(rating) ? 'bad' : 'neutral';
}

/** What became of it, and why it was not asked about. */
export function StateText({ view: { t }, of }: { view: Words; of: Dialogue }): VNode {
  const { outcome, notAskedReason } = of;
  return (
    <>
      {t('dialogue.state', { outcome })}
      {notAskedReason && <span class="minor">{t('dialogue.reason', { reason: notAskedReason })}</span>}
    </>
  );
}

/** What is special about it: each is a word, since a colour alone says nothing. */
export function Markers({ view: { t }, of }: { view: Words; of: Dialogue }): VNode | null {
  const { disputed, voided, superseded } = of;
  if (!disputed && !voided && !superseded) return null;
  return (
    <span class="markers">
      {disputed && <Badge kind="bad" text={t('dialogue.mark.disputed')} />}
      {voided && <Badge text={t('dialogue.mark.voided')} />}
      {superseded && <Badge text={t('dialogue.mark.superseded')} />}
    </span>
  );
}

export const ownPath = ({ id }: Pick<Dialogue, 'id'>): string =>
  `/dashboard/dialogues/${encodeURIComponent(id)}`;
