/** Reads what `/metrics` gave: `name{label="value"}` -> value. */
export function samplesOf(text: string): Map<string, number> {
  const lines = text.split('\n').filter((line) => line !== '' && !line.startsWith('#'));
  return new Map(
    lines.map((line) => {
      const [, series = '', value] = /^(.+) (\S+)$/.exec(line) ?? [];
      return [series, Number(value)];
    }),
  );
}

/** Those of the service itself, whose names begin so. */
export const ofMetric = (text: string, name: string): Record<string, number> =>
  Object.fromEntries([...samplesOf(text)].filter(([series]) => series.replace(/\{.*/, '') === name));

/** Of each metric its labels' names, as they were scraped. */
export function labelsOf(text: string): Map<string, Set<string>> {
  const labels = new Map<string, Set<string>>();
  for (const series of samplesOf(text).keys()) {
    const [, name = '', inner = ''] = /^([^{]+)(?:\{(.*)\})?$/s.exec(series) ?? [];
    const known = labels.get(name) ?? new Set<string>();
    for (const [, label = ''] of inner.matchAll(/(\w+)="/g)) known.add(label);
    labels.set(name, known);
  }
  return labels;
}
