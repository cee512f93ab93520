import type { VNode } from 'preact';
import { may } from '../../../access/may.ts';
import { zoneOf } from '../../../access/quiet-hours.ts';
import type { Session } from '../../../access/sessions/session-records.ts';
import { Badge, Card, Empty, Notice } from '../kit/controls.tsx';
import { page } from '../kit/layout.tsx';
import { momentText } from '../kit/moment.tsx';
import type { View } from '../kit/view.ts';

export interface SessionRow extends Session {
  /** Whose it is. */
  name: string;
  /** Whether it is the one that asks. */
  isCurrent: boolean;
}

/** What became of a session that was to be ended. */
export type EndedSession = 'ended' | 'refused' | 'unknown';

export interface SessionsPage {
  rows: readonly SessionRow[];
  /** The IANA zone of who has none of their own. */
  zone: string;
  outcome: EndedSession | null;
}

export function sessionsPage(view: View, { rows, zone, outcome }: SessionsPage): string {
  const { t, visitor } = view;
  const title = t('account.sessions');
  const isEverybodys = visitor !== null && may(visitor.person, 'manage_people');
  const timeZone = visitor ? zoneOf(visitor.person.settings, zone) : zone;
  const children = (
    <>
      <div class="page-head">
        <h1>{title}</h1>
      </div>
      {outcome && (
        <Notice kind={outcome === 'ended' ? 'good' : 'bad'}>{t('account.ended', { outcome })}</Notice>
      )}
      <Card
        id="sessions"
        title={t('account.signedIn')}
        about={t(isEverybodys ? 'account.everybodys' : 'account.own', { zone: timeZone })}
      >
        {rows.length === 0 ? (
          <Empty title={t('account.none')} />
        ) : (
          <ul class="sessions">
            {rows.map((row) => (
              <Line view={view} row={row} isEverybodys={isEverybodys} zone={timeZone} key={row.id} />
            ))}
          </ul>
        )}
      </Card>
    </>
  );
  return page({ view, title, children });
}

function Line(props: { view: View; row: SessionRow; isEverybodys: boolean; zone: string }): VNode {
  const { view, row, isEverybodys, zone } = props;
  const { t, language } = view;
  const { name, isCurrent } = row;
  const device = row.device || t('account.unknownDevice');
  return (
    <li>
      <div>
        <p class="session-device">
          {isEverybodys ? `${name} · ${device}` : device}
          {isCurrent && <Badge kind="good" text={t('account.now')} />}
        </p>
        <p class="about">
          {t('account.times', {
            begun: momentText(row.createdAt, language, zone),
            seen: momentText(row.lastSeenAt, language, zone),
          })}
        </p>
      </div>
      <form method="post" action="/dashboard/sessions/end">
        <input type="hidden" name="id" value={row.id} />
        <button type="submit" class="quiet" aria-label={t('account.endOf', { name, device })}>
          {t('account.end')}
        </button>
      </form>
    </li>
  );
}
