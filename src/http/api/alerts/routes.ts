import type { FastifyPluginAsync } from 'fastify';
import type { Alert } from '../../../alerts/alert.ts';
import type { AlertHandling } from '../../../alerts/handling.ts';
import { dimensionsOf } from '../../../dialogue.ts';
import { ApiError } from '../../../errors.ts';
import { mostDays, periodRange } from '../../../stats/period.ts';
import { readCursor, writeCursor } from '../fields/cursor.ts';
import { optionalPeriod } from '../fields/period.ts';
import { serve } from '../serve.ts';
import { alerts, type ShownAlert } from './contract.ts';

/** So many alerts are looked at for one page. */
const MOST_LOOKED_AT = 2_000;

export interface AlertRoutes {
  handling: Pick<AlertHandling, 'of' | 'each'>;
  /** Whose calendar makes the days. */
  zone: string;
}

export function alertRoutes({ handling, zone }: AlertRoutes): FastifyPluginAsync {
  return serve(alerts, {
    async list({ query: { from, to, state, limit, cursor, ...filter } }) {
      const period = optionalPeriod({ from, to }, mostDays);
      const after = cursor ? readCursor(cursor) : undefined;
      const wanted = {
        ...(period && periodRange(period, zone)),
        ...(state && { tag: state }),
        ...(after && { after }),
      };
      const page: Alert[] = [];
      let looked = 0;
      for await (const { alert, isWanted } of handling.each(wanted, filter)) {
        if (isWanted) page.push(alert);
        looked += 1;
        if (page.length > limit || looked === MOST_LOOKED_AT) {
          const last = page.length > limit ? page[limit - 1] : alert;
          return {
            alerts: page.slice(0, limit).map(present),
            next: last ? writeCursor(positionOf(last)) : null,
          };
        }
      }
      return { alerts: page.map(present), next: null };
    },

    async get({ params: { id } }) {
      const alert = await handling.of(id);
      if (alert) return { alert: present(alert) };
      const message = `there is no alert "${id}"; GET /api/v1/alerts lists them`;
      throw new ApiError(404, 'unknown_alert', message, [{ path: 'id', message }]);
    },
  });
}

const positionOf = ({ raisedAt, id }: Alert): { at: Date; id: string } => ({ at: new Date(raisedAt), id });

const momentOf = (time: number | null): Date | null => (time === null ? null : new Date(time));

function present(alert: Alert): ShownAlert {
  const { id, state, externalId, clientId, scale, rating, comment, standing, note, cause, level } = alert;
  return {
    id,
    state,
    raisedAt: new Date(alert.raisedAt),
    externalId,
    clientId,
    ...dimensionsOf(alert),
    scale,
    rating,
    comment,
    standing,
    takenBy: alert.takenBy?.name ?? null,
    takenAt: momentOf(alert.takenAt),
    resolvedBy: alert.resolvedBy?.name ?? null,
    resolvedAt: momentOf(alert.resolvedAt),
    note,
    cause,
    escalations: level,
    course: alert.history.map(({ at, what, by }) => ({ at: new Date(at), what, by: by?.name ?? null })),
  };
}
