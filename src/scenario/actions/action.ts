import type { z } from 'zod';
import type { Passed, Resumed } from '../block.ts';
import type { JobResult } from '../engine/step.ts';

/** A function that an `action` block may name: a file of its own and a line in `index.ts`. */
export interface Action<Config> {
  config: z.ZodType<Config>;
  /** What happens when a survey comes by. @param now milliseconds since the epoch */
  run(config: Config, now: number): Omit<Passed, 'say'>;
  /** What the end of the job that it asked for and waits for leads to. */
  result?(config: Config, result: JobResult): Omit<Resumed, 'say'>;
  /** The variables that `result` may save. */
  saves?(config: Config): readonly string[];
}
