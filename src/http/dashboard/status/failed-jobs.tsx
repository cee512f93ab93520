import { Fragment, type VNode } from 'preact';
import type { FailedJob } from '../../../monitoring/status.ts';
import { Card } from '../kit/controls.tsx';
import { type PartProps, Table, When } from './parts.tsx';

/** Jobs that nobody tries any more, each with a button that has it run again. */
export function FailedJobs(props: PartProps): VNode {
  const { view, status, mayRepeat } = props;
  const { t } = view;
  const jobs = status.failedJobs;
  const head = [t('status.job'), t('status.reason'), ...(mayRepeat ? [t('status.repeat')] : [])];
  return (
    <Card
      id="failed"
      title={t('status.failed')}
      about={t(jobs.length > 0 ? 'status.failed.about' : 'status.failed.none')}
      wide
    >
      {jobs.length > 0 && (
        <Table caption={t('status.table', { title: t('status.failed') })} head={head}>
          {jobs.map((job) => (
            <Line {...props} job={job} key={job.key} />
          ))}
        </Table>
      )}
      {status.hasMoreFailed && <p class="about">{t('status.failed.more', { count: jobs.length })}</p>}
    </Card>
  );
}

function Line(props: PartProps & { job: FailedJob }): VNode {
  const { view, mayRepeat, mayOpenDialogues, job } = props;
  const { t } = view;
  const { key, reason, endedAt, dialogueId } = job;
  return (
    <tr>
      <th scope="row">
        <Key text={key} />
      </th>
      <td>
        {reason ?? t('status.noReason')}
        <p class="about">
          <When {...props} at={endedAt} />
          {dialogueId !== null && (
            <>
              {' · '}
              {t('status.dialogue')}{' '}
              {mayOpenDialogues ? (
                <a href={`/dashboard/dialogues/${encodeURIComponent(dialogueId)}`}>{dialogueId}</a>
              ) : (
                dialogueId
              )}
            </>
          )}
        </p>
      </td>
      {mayRepeat && (
        <td>
          <form method="post" action="/dashboard/status/again">
            <input type="hidden" name="key" value={key} />
            <button type="submit" class="link" aria-label={t('status.repeatOf', { key })}>
              {t('status.repeat')}
            </button>
          </form>
        </td>
      )}
    </tr>
  );
}

/** A key may go on in the next line behind a colon. */
function Key({ text }: { text: string }): VNode {
  const [first = '', ...rest] = text.split(':');
  return (
    <code>
      {first}
      {rest.map((part, index) => (
        // oxlint-disable-next-line react/no-array-index-key -- parts have no other name
        <Fragment key={index}>
          :<wbr />
          {part}
        </Fragment>
      ))}
    </code>
  );
}
