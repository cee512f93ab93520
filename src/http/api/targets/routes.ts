import type { FastifyPluginAsync } from 'fastify';
import { z } from 'zod';
import { ApiError } from '../../../errors.ts';
import {
  isLowerBetter,
  type Target,
  targetFault,
  type TargetFault,
  targetKey,
  targetMetrics,
} from '../../../stats/targets/target.ts';
import type { SetTarget, Targets } from '../../../stats/targets/targets.ts';
import { courseName } from '../gate/caller.ts';
import { sliceOf } from '../fields/cursor.ts';
import { serve } from '../serve.ts';
import { type ShownTarget, targets } from './contract.ts';

const SECOND_MS = 1_000;
type Which = Omit<Target, 'value'>;

export function targetRoutes(service: Targets): FastifyPluginAsync {
  return serve(targets, {
    async list({ query }) {
      const { page, next } = sliceOf(await service.list(), query, targetKey);
      return { targets: page.map(present), next };
    },

    async set({ body: { metric, scale, team, value: given, by }, caller }) {
      const value = targetMetrics[metric].unit === 'duration' ? given * SECOND_MS : given;
      const target = { metric, scale: metric === 'nps' ? (scale ?? 'nps') : scale, team, value };
      const fault = targetFault(target);
      if (fault) throw refusal(fault);
      return { target: present(await service.set(target, by ?? courseName(caller))) };
    },

    async remove({ params: { id }, caller }) {
      const which = readId(id);
      if (!which || !(await service.remove(which, courseName(caller)))) {
        const message = `there is no target "${id.slice(0, 80)}"; GET /api/v1/targets lists them`;
        throw new ApiError(404, 'unknown_target', message, [{ path: 'id', message }]);
      }
      return { id, deleted: true as const };
    },
  });
}

function present(target: SetTarget): ShownTarget {
  const { metric, scale, team, value, by, setAt } = target;
  const { unit } = targetMetrics[metric];
  return {
    id: Buffer.from(targetKey(target)).toString('base64url'),
    metric,
    scale,
    team,
    value: unit === 'duration' ? value / SECOND_MS : value,
    unit: unit === 'duration' ? 'seconds' : unit,
    lowerIsBetter: isLowerBetter(metric),
    by,
    setAt,
  };
}

const text = z.string().nullable();

/** @returns null: no target has such an id */
function readId(id: string): Which | null {
  const form = z.tuple([z.string(), text, text]);
  let given: unknown;
  try {
    given = JSON.parse(Buffer.from(id, 'base64url').toString());
  } catch {
    return null;
  }
  const { data } = form.safeParse(given);
  if (!data || !Object.hasOwn(targetMetrics, data[0])) return null;
  const [metric, scale, team] = data;
  return { metric: metric as Target['metric'], scale, team };
}

/** What is wrong with a target, in the words of the API. */
function refusal(fault: TargetFault): ApiError {
  const [path, message] = wordsOf(fault);
  return new ApiError(400, 'invalid_request', `${path}: ${message}`, [{ path, message }]);
}

function wordsOf(fault: TargetFault): [path: string, message: string] {
  switch (fault.code) {
    case 'unknown_scale':
      return ['scale', `"${fault.given.slice(0, 40)}" is no scale; write one such as 1-5`];
    case 'scale_unfit':
      return ['scale', `"${fault.given.slice(0, 40)}" is no scale of ${fault.metric}`];
    case 'scale_needed':
      return ['scale', `is missing; averages of two scales are two numbers, so name one such as 1-5`];
    case 'no_scale_wanted':
      return ['scale', `means nothing for ${fault.metric}; leave it out`];
    case 'out_of_range':
      return ['value', `is out of range; for ${fault.metric} it is ${rangeOf(fault.metric, fault)}`];
    default:
      return ['', 'the target has a fault'];
  }
}

function rangeOf(metric: Target['metric'], { lowest, highest }: { lowest: string; highest: string }): string {
  const { unit } = targetMetrics[metric];
  if (unit === 'share') return '0 to 1';
  return unit === 'duration' ? 'more than 0 seconds and at most 2592000' : `${lowest} to ${highest}`;
}
