import { type Dialogue, dimensions } from '../dialogue.ts';
import type { Cell } from '../exports/columns.ts';

/** The columns with which a row of the evidence says of which dialogue it is. */
export const whereHead = ['id', 'externalId', 'round', ...dimensions, 'completedAt'] as const;

export const whereOf = (dialogue: Dialogue): Cell[] => whereHead.map((name) => dialogue[name] ?? null);
