import type { Period } from '../stats/period.ts';

/** The formats of exports, which are also the endings of their files' names. */
export const formats = ['csv', 'xlsx'] as const;
export type Format = (typeof formats)[number];

export const contentTypes = {
  csv: 'text/csv; charset=utf-8',
  xlsx: 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
} as const satisfies Record<Format, string>;

/** `dialogues-2026-11-01-2026-11-30.csv`. @param part of a file in parts; null: it is whole */
export function fileName(format: Format, { from, to }: Period, part: number | null = null): string {
  const days = from === to ? from : `${from}-${to}`;
  return `dialogues-${days}${part === null ? '' : `-${part}`}.${format}`;
}
