import type { FastifyPluginAsync } from 'fastify';
import type { Alert } from '../../../alerts/alert.ts';
import type { AlertHandling } from '../../../alerts/handling.ts';
import { dimensionsOf } from '../../../dialogue.ts';
import { ApiError } from '../../../errors.ts';
import { mostDays, periodRange } from '../../../stats/period.ts';
import { pageOfThose } from '../fields/cursor.ts';
import { narrowingOf } from '../fields/lists.ts';
import { optionalPeriod } from '../fields/period.ts';
import { serve } from '../serve.ts';
import { alerts, type ShownAlert } from './contract.ts';

export interface AlertRoutes {
  handling: Pick<AlertHandling, 'of' | 'each'>;
  /** Whose calendar makes the days. */
  zone: string;
}

export function alertRoutes({ handling, zone }: AlertRoutes): FastifyPluginAsync {
  return serve(alerts, {
    async list({ query: { from, to, state, limit, cursor, ...narrowed } }) {
      const period = optionalPeriod({ from, to }, mostDays);
      const wanted = {
        ...(period && periodRange(period, zone)),
        ...(state && { tag: state }),
      };
      const { page, next } = await pageOfThose(
        { limit, cursor },
        (place) => handling.each({ ...wanted, ...place }, narrowingOf(narrowed)),
        positionOf,
      );
      return { alerts: page.map(present), next };
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
