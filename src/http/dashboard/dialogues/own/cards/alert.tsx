import type { VNode } from 'preact';
import type { Alert } from '../../../../../alerts/alert.ts';
import { Card } from '../../../kit/controls.tsx';
import { Moment } from '../../../kit/moment.tsx';
import type { View } from '../../../kit/view.ts';
import { Name, ownPath } from '../../words.tsx';
import type { OwnPage } from '../shown.ts';
import { Words } from './words.tsx';

export function AlertCard({ view, zone, dialogue, alert, rights, form }: OwnPage): VNode | null {
  const { t } = view;
  if (!alert || !rights.handlesAlert) return null;
  const { state, takenBy, takenAt, resolvedBy, resolvedAt, note } = alert;
  return (
    <Card title={t('dialogue.alert')} id="alert">
      <p>
        {t('dialogue.alertState', { state })}
        {state === 'taken' && takenBy && <By view={view} zone={zone} name={takenBy.name} at={takenAt} />}
        {state === 'resolved' && resolvedBy && (
          <By view={view} zone={zone} name={resolvedBy.name} at={resolvedAt} />
        )}
      </p>
      {note !== null && (
        <p class="words" dir="auto">
          {note}
        </p>
      )}
      {isWaiting(alert) && (
        <div class="forms">
          {state === 'open' && (
            <form method="post" action={`${ownPath(dialogue)}/alert/take`}>
              <button type="submit">{t('alert.take')}</button>
            </form>
          )}
          <form method="post" action={`${ownPath(dialogue)}/alert/resolve`}>
            <Words
              view={view}
              label={t('dialogue.resolution')}
              form={form?.form === 'resolve' ? form : null}
            />
            <button type="submit" class={state === 'open' ? 'quiet' : undefined}>
              {t('alert.resolve')}
            </button>
          </form>
        </div>
      )}
    </Card>
  );
}

/** Whether something is left to do about it. */
export const isWaiting = ({ state }: Pick<Alert, 'state'>): boolean => state === 'open' || state === 'taken';

function By({ view, zone, name, at }: { view: View; zone: string; name: string; at: number | null }): VNode {
  return (
    <>
      {': '}
      <Name>{name}</Name>
      {at !== null && (
        <>
          , <Moment at={new Date(at)} view={view} zone={zone} />
        </>
      )}
    </>
  );
}
