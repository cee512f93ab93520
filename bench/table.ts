/** How benches print what they measured. */

/** A table as Markdown takes it, so that it can be kept in bench/README.md as it was printed. */
export function printTable(
  title: string,
  head: readonly string[],
  rows: ReadonlyArray<readonly string[]>,
): void {
  const line = (cells: readonly string[]): string => `| ${cells.join(' | ')} |`;
  console.log(`\n### ${title}\n`);
  console.log(line(head));
  console.log(line(head.map(() => '---')));
  for (const row of rows) console.log(line(row));
}

/** The middle of the measurements; of an even number of them the upper middle. */
export function median(values: readonly number[]): number {
  return percentile(values, 0.5);
}

/** @param share 0..1 @returns NaN of no values */
export function percentile(values: readonly number[], share: number): number {
  const sorted = values.toSorted((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? Number.NaN;
}

/** `12.3 (11.9-12.8)`: the median of several runs, and the least and the greatest. */
export function spread(values: readonly number[], digits = 2): string {
  const text = (value: number): string => value.toFixed(digits);
  return `${text(median(values))} (${text(Math.min(...values))}-${text(Math.max(...values))})`;
}
