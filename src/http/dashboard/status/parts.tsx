import type { ComponentChildren, VNode } from 'preact';
import type { Repeated } from '../../../jobs/repeat.ts';
import type { Translate } from '../../../locales/index.ts';
import type { Status } from '../../../monitoring/status.ts';
import { dayOf } from '../../../stats/period.ts';
import { localeOf, momentText } from '../kit/moment.tsx';
import type { View } from '../kit/view.ts';

/** What became of a wish to run jobs again. `kind`: all of one, `count` of them. */
export interface Again {
  outcome: Repeated | 'kind';
  count: number;
}

export interface StatusPage {
  status: Status;
  again: Again | null;
  /** By whose clocks times are shown. */
  zone: string;
  mayRepeat: boolean;
  mayOpenDialogues: boolean;
}

/** The parts of the page are given the same. */
export interface PartProps extends StatusPage {
  view: View;
}

/** A moment, of today by its time alone, or a dash where there is none. */
export function When({
  view,
  zone,
  status,
  at,
}: Pick<PartProps, 'view' | 'zone' | 'status'> & { at: Date | null }): VNode {
  if (!at) return <>{view.t('status.never')}</>;
  const isToday = dayOf(at, zone) === dayOf(status.at, zone);
  const text = at.toLocaleString(localeOf(view.language), {
    ...(!isToday && { day: 'numeric', month: 'short' }),
    hour: '2-digit',
    minute: '2-digit',
    hourCycle: 'h23',
    timeZone: zone,
  });
  return (
    <time datetime={at.toISOString()} title={momentText(at, view.language, zone)}>
      {text}
    </time>
  );
}

/** In the reader's words; one that has none goes by its name. */
export function scheduleName(name: string, t: Translate): string {
  const [, connector] = /^(\S+) reconciliation$/.exec(name) ?? [];
  if (connector !== undefined) return t('status.schedule.reconciliation', { name: connector });
  return t('status.schedule.name', { name: name.replaceAll(' ', '_') }) || name;
}

/** @param numeric which columns are aligned at the right */
export function Table(props: {
  caption: string;
  head: readonly string[];
  numeric?: readonly number[];
  children: ComponentChildren;
}): VNode {
  const { caption, head, numeric = [], children } = props;
  return (
    <div class="table-scroll whole-words" tabindex={0} role="region" aria-label={caption}>
      <table>
        <caption class="hidden">{caption}</caption>
        <thead>
          <tr>
            {head.map((name, index) => (
              <th scope="col" class={numeric.includes(index) ? 'numeric' : undefined} key={name}>
                {name}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>{children}</tbody>
      </table>
    </div>
  );
}
