import type { VNode } from 'preact';
import { notAskedReasons } from '../../../dialogue.ts';
import { share } from '../../../text/figures.ts';
import { Card } from '../kit/controls.tsx';
import type { CardsOptions } from './cards.tsx';

/** Why clients were not asked, the most frequent reason first; and of how many questions the answer may still come. */
export function NotAskedCard({ view: { t }, figures, drill }: CardsOptions): VNode {
  const { completed, notAsked, scheduled, open } = figures.summary;
  const given = notAskedReasons
    .filter((reason) => notAsked[reason] > 0)
    .toSorted((a, b) => notAsked[b] - notAsked[a]);
  const rows = [
    ...given.map((reason) => ({
      key: reason as string,
      text: t(`reason.${reason}`, { count: notAsked[reason] }),
      count: notAsked[reason],
      href: drill({ outcome: 'not_asked', reason }),
    })),
    ...(scheduled > 0
      ? [
          {
            key: 'scheduled',
            text: t('csat.scheduled', { count: scheduled }),
            count: scheduled,
            href: drill({ outcome: 'scheduled' }),
          },
        ]
      : []),
  ];
  const left = given.reduce((sum, reason) => sum + notAsked[reason], 0);
  return (
    <Card
      title={t('csat.notAsked')}
      id="not-asked"
      about={completed > 0 ? t('csat.notAskedSum', { count: left, of: completed }) : undefined}
    >
      {rows.length === 0 ? (
        <p class="quiet">{t('csat.allAsked')}</p>
      ) : (
        <ul class="rows">
          {rows.map(({ key, text, count, href }) => (
            <li key={key}>
              {href ? <a href={href}>{text}</a> : text}
              <span class="row-value">{share(t, count / completed)}</span>
            </li>
          ))}
        </ul>
      )}
      {open > 0 && <p class="about">{t('csat.open', { count: open })}</p>}
    </Card>
  );
}
