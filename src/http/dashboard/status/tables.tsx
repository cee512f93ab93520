import type { VNode } from 'preact';
import type { Translate } from '../../../locales/index.ts';
import { Badge, Card } from '../kit/controls.tsx';
import { type PartProps, scheduleName, Table, When } from './parts.tsx';

export function Channels(props: PartProps): VNode {
  const { view, status } = props;
  const { t } = view;
  const head = [t('status.channel'), t('status.state'), t('status.receives'), t('status.lastEvent')];
  return (
    <Card id="channels" title={t('status.channels')} about={t('status.channels.about')}>
      <Table caption={t('status.table', { title: t('status.channels') })} head={head}>
        {status.channels.map(({ name, fault, receives, lastEventAt }) => (
          <tr key={name}>
            <th scope="row">{name}</th>
            <td>{fault === null ? <Badge kind="good" text={t('status.works')} /> : fault}</td>
            <td>{t('status.receives.value', { receives })}</td>
            <td>
              <When {...props} at={lastEventAt} />
            </td>
          </tr>
        ))}
      </Table>
    </Card>
  );
}

export function Queues(props: PartProps): VNode {
  const { view, status, mayRepeat } = props;
  const { t } = view;
  const { queues, outboxes } = status;
  const head = [
    t('status.kind'),
    t('status.waiting'),
    t('status.due'),
    t('status.oldest'),
    t('status.givenUp'),
  ];
  return (
    <Card id="queues" title={t('status.queues')} about={t('status.queues.about')}>
      {queues.length + outboxes.length === 0 ? (
        <p class="about">{t('status.queues.none')}</p>
      ) : (
        <Table caption={t('status.table', { title: t('status.queues') })} head={head} numeric={[1, 2, 4]}>
          {outboxes.map(({ channel, dialogues, since }) => (
            <tr key={channel}>
              <th scope="row">{t('status.messages', { channel })}</th>
              <td class="numeric">{dialogues}</td>
              <td class="numeric">{dialogues}</td>
              <td>
                <When {...props} at={since} />
              </td>
              <td class="numeric">{t('status.never')}</td>
            </tr>
          ))}
          {queues.map(({ kind, waiting, due, dueSince, givenUp }) => (
            <tr key={kind}>
              <th scope="row">
                <code>{kind}</code>
              </th>
              <td class="numeric">{waiting}</td>
              <td class="numeric">{due}</td>
              <td>
                <When {...props} at={dueSince} />
              </td>
              <td class="numeric">
                {givenUp}
                {mayRepeat && givenUp > 1 && <RepeatKind kind={kind} t={t} />}
              </td>
            </tr>
          ))}
        </Table>
      )}
    </Card>
  );
}

function RepeatKind({ kind, t }: { kind: string; t: Translate }): VNode {
  return (
    <form method="post" action="/dashboard/status/again">
      <input type="hidden" name="kind" value={kind} />
      <button type="submit" class="link" aria-label={t('status.repeatAllOf', { kind })}>
        {t('status.repeatKind')}
      </button>
    </form>
  );
}

export function Schedules(props: PartProps): VNode {
  const { view, status } = props;
  const { t } = view;
  const head = [t('status.schedule'), t('status.lastRun'), t('status.nextRun')];
  return (
    <Card id="schedules" title={t('status.schedules')}>
      <Table caption={t('status.table', { title: t('status.schedules') })} head={head}>
        {status.schedules.map(({ name, lastRun, nextRun, fault }) => (
          <tr key={name}>
            <th scope="row">{scheduleName(name, t)}</th>
            <td>
              <When {...props} at={lastRun} />
              {fault !== null && <div>{t('status.failedRun', { fault })}</div>}
            </td>
            <td>
              <When {...props} at={nextRun} />
            </td>
          </tr>
        ))}
      </Table>
    </Card>
  );
}

export function Scenarios(props: PartProps): VNode {
  const { view, status } = props;
  const { t } = view;
  const head = [t('status.scenario'), t('status.version'), t('status.inUse')];
  return (
    <Card id="scenarios" title={t('status.scenarios')} about={t('status.scenarios.about')}>
      <Table caption={t('status.table', { title: t('status.scenarios') })} head={head}>
        {status.scenarios.map(({ id, version, since }) => (
          <tr key={id}>
            <th scope="row">{id}</th>
            <td>
              <code>{version}</code>
            </td>
            <td>
              <When {...props} at={since} />
            </td>
          </tr>
        ))}
      </Table>
    </Card>
  );
}
