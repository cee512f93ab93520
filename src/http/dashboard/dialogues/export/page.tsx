import type { VNode } from 'preact';
import { render } from 'preact-render-to-string';
import type { Format } from '../../../../exports/file-name.ts';
import { MOST_XLSX_ROWS } from '../../../../exports/xlsx.ts';
import { daysOf, lengthOf, type Period } from '../../../../stats/period.ts';
import { addressOf } from '../../kit/address.ts';
import { keptOnError, periodText } from '../../kit/filters.tsx';
import { cardPage } from '../../kit/layout.tsx';
import type { View } from '../../kit/view.ts';
import { listPath } from '../list/page.tsx';
import type { ListQuery } from '../list/query.ts';
import type { RunningExport } from './running.ts';

export interface ExportPageOptions {
  view: View;
  query: ListQuery;
  format: Format;
  running: RunningExport;
}

/** While a file is being downloaded: how far it is. */
export function exportPage({ view, query, format, running }: ExportPageOptions): string {
  const { t } = view;
  const title = t('dialogue.exportTitle', { format: format === 'csv' ? 'CSV' : 'Excel' });
  return cardPage({
    view,
    title,
    current: 'dialogues',
    children: (
      <>
        <p>{periodText(view, query.period)}</p>
        <Progress view={view} running={running} period={query.period} />
        <p class="about">
          {t('dialogue.exportAbout')}{' '}
          <a href={running.href} download>
            {t('dialogue.exportAgain')}
          </a>
        </p>
        <p>
          <a href={addressOf(listPath, query.params)}>{t('dialogue.backToList')}</a>
        </p>
      </>
    ),
  });
}

/** The part of it that is fetched again and again. */
export const progressPart = (options: ProgressOptions): string => render(<Progress {...options} />);

interface ProgressOptions {
  view: Pick<View, 't' | 'language'>;
  /** null: this process knows nothing of it. */
  running: RunningExport | null;
  period: Period;
}

function Progress({ view, running, period }: ProgressOptions): VNode {
  const { t } = view;
  if (!running) {
    return (
      <div id="progress" role="status">
        <p>{t('dialogue.exportUnknown')}</p>
      </div>
    );
  }
  const { id, state, rows, day, expected } = running;
  const isUnderWay = state === 'waiting' || state === 'running';
  const total = lengthOf(period);
  const passed = day === null ? 0 : daysOf({ from: day, to: period.to }).length - 1;
  const said = t('dialogue.exportState', { state });
  const known = expected === null ? 'no' : 'yes';
  const again = {
    'hx-get': `/dashboard/exports/${id}?${new URLSearchParams({ ...period })}`,
    'hx-trigger': 'every 1s',
    'hx-swap': 'outerHTML',
    ...keptOnError,
  };
  return (
    <div id="progress" {...(isUnderWay && again)} role={isUnderWay ? undefined : 'status'}>
      {isUnderWay && <progress max={total} value={day === null ? undefined : passed} aria-label={said} />}
      <p>
        {said} {t('dialogue.exportRows', { rows, known: isUnderWay ? known : 'no', expected: expected ?? 0 })}
        {isUnderWay &&
          day !== null &&
          ` ${t('dialogue.exportDay', { day: periodText(view, { from: day, to: day }) })}`}
      </p>
    </div>
  );
}

/** That Excel takes no more, with the format that does. */
export function tooManyPage(view: View, query: ListQuery): string {
  const { t } = view;
  const title = t('pages.error.too_many_rows');
  return cardPage({
    view,
    title,
    current: 'dialogues',
    children: (
      <>
        <p>{t('dialogue.tooMany', { most: MOST_XLSX_ROWS, period: periodText(view, query.period) })}</p>
        <p>
          <a class="button" href={addressOf('/dashboard/exports', query.params, { format: 'csv' })}>
            {t('dialogue.asCsv')}
          </a>
        </p>
        <p>
          <a href={addressOf(listPath, query.params)}>{t('dialogue.backToList')}</a>
        </p>
      </>
    ),
  });
}
