import { z } from 'zod';
import type { AlertFigures } from '../../../alerts/figures.ts';

const count = z.number();
const figure = z.number().nullable();

/** How low ratings were handled; see `AlertFigures`. */
export const handlingSchema = z.object({
  zone: z.string(),
  from: z.string(),
  to: z.string(),
  ...({
    alerts: count,
    withdrawn: count,
    open: count,
    taken: count,
    takenInTime: z.object({ share: count, of: count }).nullable(),
    byCause: z.object({ operator: count, product: count, process: count, policy: count }),
  } satisfies Record<Exclude<keyof AlertFigures, 'timeToTake' | 'timeToResolve'>, z.ZodType>),
  /** Medians. */
  seconds: z.object({ timeToTake: figure, timeToResolve: figure }),
});
