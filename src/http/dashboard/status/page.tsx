import type { VNode } from 'preact';
import { Notice } from '../kit/controls.tsx';
import { page } from '../kit/layout.tsx';
import { momentText } from '../kit/moment.tsx';
import type { View } from '../kit/view.ts';
import { FailedJobs } from './failed-jobs.tsx';
import type { Again, StatusPage } from './parts.tsx';
import { Channels, Queues, Scenarios, Schedules } from './tables.tsx';
import { Troubles } from './troubles.tsx';

export function statusPage(view: View, shown: StatusPage): string {
  const { t, language } = view;
  const { status, again, zone } = shown;
  const props = { view, ...shown };
  const title = t('status.title');
  const at = momentText(status.at, language, zone);
  const children = (
    <>
      <div class="page-head">
        <h1>{title}</h1>
        <p>
          {t('status.asOf', { at, zone })} <a href="/dashboard/status">{t('status.reload')}</a>
        </p>
      </div>
      {again && <AgainNotice view={view} again={again} />}
      <Troubles {...props} />
      <div class="grid">
        <FailedJobs {...props} />
        <Channels {...props} />
        <Schedules {...props} />
        <Queues {...props} />
        <Scenarios {...props} />
      </div>
      <p class="about foot">
        {t('status.service', { version: status.version, store: status.store })}.{' '}
        {t('status.since', { since: momentText(status.startedAt, language, zone) })}
      </p>
    </>
  );
  return page({ view, title, current: 'status', children });
}

function AgainNotice({ view: { t }, again }: { view: View; again: Again }): VNode {
  const { outcome, count } = again;
  const isGood = outcome === 'repeated' || outcome === 'kind';
  return <Notice kind={isGood ? 'good' : 'bad'}>{t('status.again', { outcome, count })}</Notice>;
}
