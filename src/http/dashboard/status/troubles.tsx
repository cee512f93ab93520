import type { VNode } from 'preact';
import type { Trouble } from '../../../monitoring/troubles.ts';
import { Notice } from '../kit/controls.tsx';
import { momentText } from '../kit/moment.tsx';
import type { View } from '../kit/view.ts';
import { type PartProps, scheduleName } from './parts.tsx';

/** Whether everything works, and what does not. */
export function Troubles({ view, zone, status }: PartProps): VNode {
  const { t } = view;
  const { troubles } = status;
  if (troubles.length === 0) return <Notice kind="good">{t('status.well')}</Notice>;
  return (
    <Notice kind="bad">
      <p>
        <strong>{t('status.attention', { count: troubles.length })}</strong>
      </p>
      <ul>
        {troubles.map((trouble) => {
          const text = troubleText(trouble, view, zone);
          return <li key={text}>{text}</li>;
        })}
      </ul>
    </Notice>
  );
}

function troubleText(trouble: Trouble, { t, language }: View, zone: string): string {
  switch (trouble.what) {
    case 'channel':
      return t('status.trouble.channel', { channel: trouble.channel, fault: trouble.fault });
    case 'queue':
      return t('status.trouble.queue', {
        kind: trouble.kind,
        since: momentText(trouble.since, language, zone),
      });
    case 'outbox':
      return t('status.trouble.outbox', {
        channel: trouble.channel,
        since: momentText(trouble.since, language, zone),
      });
    case 'schedule':
      return t('status.trouble.schedule', {
        schedule: scheduleName(trouble.schedule, t),
        fault: trouble.fault,
      });
    case 'failed':
      return t('status.trouble.failed', { count: trouble.count });
  }
}
