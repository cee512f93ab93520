import { z } from 'zod';
import { text } from './values.ts';

/** When nobody has taken an alert `afterMs` after it was raised, everybody of this role is told, or reminded. */
export interface EscalationStep {
  afterMs: number;
  role: 'supervisor' | 'administrator';
}

const units: Record<string, number> = { m: 60_000, h: 3_600_000, d: 86_400_000 };
const roles: Record<string, EscalationStep['role']> = {
  supervisors: 'supervisor',
  administrators: 'administrator',
};
const LONGEST_MS = 30 * 86_400_000;

/** The default of ESCALATE. */
export const defaultEscalation = '15m supervisors, 1h administrators';

/** `15m supervisors, 1h administrators`, the times ascending; `off`: no step. */
export const escalationSetting = text
  .transform((spelled, context): EscalationStep[] => {
    if (spelled === 'off') return [];
    const steps: EscalationStep[] = [];
    for (const entry of spelled.split(',').map((one) => one.trim())) {
      const read = readStep(entry, steps.at(-1));
      if (typeof read !== 'string') {
        steps.push(read);
        continue;
      }
      const message = `${read}; write for example 15m supervisors, 1h administrators, or off`;
      context.addIssue({ code: 'custom', message });
      return z.NEVER;
    }
    return steps;
  })
  .prefault(defaultEscalation);

/** @returns what is wrong with it */
function readStep(entry: string, before: EscalationStep | undefined): EscalationStep | string {
  const [, count, unit = '', name = ''] = /^(\d{1,5})([mhd])\s+([a-z]+)$/.exec(entry) ?? [];
  const afterMs = Number(count) * (units[unit] ?? 0);
  if (count === undefined) return `has "${entry}", which is no time and role`;
  const role = Object.hasOwn(roles, name) ? roles[name] : undefined;
  if (!role) return `names "${name}"; alerts are handled by supervisors and administrators`;
  if (afterMs === 0 || afterMs > LONGEST_MS) return `has "${entry}", which is not between 1m and 30d`;
  if (before && afterMs <= before.afterMs)
    return `has "${entry}", which is not later than the step before it`;
  return { afterMs, role };
}
