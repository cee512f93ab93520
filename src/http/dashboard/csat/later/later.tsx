import type { VNode } from 'preact';
import type { Translate } from '../../../../locales/index.ts';
import { addressOf } from '../../kit/address.ts';
import type { CsatQuery } from '../query.ts';
import { shownDimensions } from '../read.ts';

/** The parts that follow once the page is there, by the names in their addresses. */
export const laterParts = [...shownDimensions, 'words', 'alerts', 'disputes', 'targets'] as const;
export type LaterPart = (typeof laterParts)[number];

export const laterAddress = ({ params }: CsatQuery, part: LaterPart): string =>
  addressOf(`/dashboard/parts/${part}`, params);

/** What stands in the place of a part until it comes; without a script it is a link. */
export function Later(props: { part: LaterPart; query: CsatQuery; title: string; t: Translate }): VNode {
  const { part, query, title, t } = props;
  const href = laterAddress(query, part);
  return (
    <section
      class={`card later ${part}`}
      hx-get={href}
      hx-trigger="load"
      hx-swap="outerHTML"
      aria-busy="true"
    >
      <h2>{title}</h2>
      <p class="quiet">
        <a href={href}>{t('csat.show')}</a>
      </p>
    </section>
  );
}
