import type { VNode } from 'preact';
import type { AlertFigures } from '../../../../alerts/figures.ts';
import type { Dispute } from '../../../../disputes/dispute.ts';
import { definitionOf } from '../../../../stats/metrics/definition.ts';
import { durationText } from '../../../../stats/targets/words.ts';
import { excerpt } from '../../../../text/excerpt.ts';
import { count, none, ratingText, share } from '../../../../text/figures.ts';
import { Card, Stat } from '../../kit/controls.tsx';
import type { View } from '../../kit/view.ts';

/** How low ratings were handled, and how quickly. */
export function AlertsCard({ view: { t, language }, figures }: { view: View; figures: AlertFigures }): VNode {
  const { alerts, open, taken, timeToTake, timeToResolve, takenInTime, byCause } = figures;
  const time = (milliseconds: number | null): string =>
    milliseconds === null ? none : durationText(t, milliseconds);
  const named = (metric: 'timeToTake' | 'timeToResolve' | 'takenInTime') => {
    const { name, text, formula } = definitionOf(metric, language);
    return { name, definition: { text, formula } };
  };
  const causes = (Object.keys(byCause) as Array<keyof typeof byCause>).filter((cause) => byCause[cause] > 0);
  return (
    <Card title={t('csat.alerts')} id="alerts">
      {alerts === 0 ? (
        <p class="quiet">{t('csat.noAlerts')}</p>
      ) : (
        <div class="stats small">
          <Stat
            name={t('csat.alertCount')}
            value={count(t, alerts)}
            detail={t('csat.alertStates', { open, taken })}
          />
          <Stat {...named('timeToTake')} value={time(timeToTake)} />
          <Stat {...named('timeToResolve')} value={time(timeToResolve)} />
          <Stat
            {...named('takenInTime')}
            value={share(t, takenInTime?.share)}
            detail={takenInTime ? t('csat.ofAlerts', { count: takenInTime.of }) : undefined}
          />
        </div>
      )}
      {causes.length > 0 && (
        <p class="about">
          {t('csat.causes', {
            list: causes.map((cause) => t('csat.cause', { cause, count: byCause[cause] })).join(', '),
          })}
        </p>
      )}
    </Card>
  );
}

/** Disputes of the period by how they stand. */
export interface DisputeFigures {
  all: number;
  byState: Partial<Record<Dispute['state'], number>>;
  /** The newest that wait for a decision. */
  open: readonly Dispute[];
}

export function DisputesCard({
  view: { t },
  figures,
  canOpen,
}: {
  view: View;
  figures: DisputeFigures;
  canOpen: boolean;
}): VNode {
  const { all, byState, open } = figures;
  const states = (Object.entries(byState) as Array<[Dispute['state'], number]>).filter(([, n]) => n > 0);
  return (
    <Card
      title={t('csat.disputes')}
      id="disputes"
      wide
      about={
        all === 0
          ? undefined
          : states.map(([state, n]) => t('csat.disputeState', { state, count: n })).join(' · ')
      }
    >
      {all === 0 ? (
        <p class="quiet">{t('csat.noDisputes')}</p>
      ) : (
        <ul class="rows">
          {open.map(({ id, raisedAt, dialogue, entries: [raised] }) => {
            const who = dialogue.operator ?? dialogue.externalId;
            const text = t('csat.openDispute', {
              who: excerpt(who, LONGEST_NAME),
              rating: ratingText(t, dialogue.rating, dialogue.scale),
              day: raisedAt,
            });
            return (
              <li key={id}>
                <span>
                  {canOpen ? (
                    <a href={`/dashboard/dialogues/${encodeURIComponent(dialogue.id)}`}>{text}</a>
                  ) : (
                    text
                  )}
                  <br />
                  <span class="quiet">{excerpt(raised.why, LONGEST_REASON)}</span>
                </span>
              </li>
            );
          })}
        </ul>
      )}
    </Card>
  );
}

const LONGEST_NAME = 60;
const LONGEST_REASON = 140;
