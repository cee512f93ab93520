import type { Metric, Registry } from 'prom-client';
import { type GaugeSources, readGauges } from './gauges.ts';
import type { Family } from './tallies.ts';

/** All metrics in the text format of Prometheus, version 0.0.4. */
export interface Exposition {
  readonly contentType: string;
  /** Loads prom-client and begins to watch the event loop and the garbage collector; the first scrape does it otherwise. */
  load(): Promise<void>;
  text(): Promise<string>;
}

export interface ExpositionOptions extends GaugeSources {
  /** What was counted since the start. */
  families: readonly Family[];
}

export function createExposition({ families, ...sources }: ExpositionOptions): Exposition {
  let loading: Promise<{ process: Registry; create: () => Registry }> | null = null;
  const load = () => {
    loading ??= import('prom-client').then(({ collectDefaultMetrics, Registry }) => {
      const process = new Registry();
      collectDefaultMetrics({ register: process });
      return { process, create: () => new Registry() };
    });
    return loading;
  };

  return {
    contentType: 'text/plain; version=0.0.4; charset=utf-8',
    load: async () => void (await load()),
    async text() {
      const { process, create } = await load();
      const own = create();
      for (const family of [...families, ...(await readGauges(sources))])
        own.registerMetric(metricOf(family));
      return (await own.metrics()) + (await process.metrics());
    },
  };
}

/** A registry asks a metric for nothing but its name and its values. */
function metricOf({ definition: { name, help, type }, samples }: Family): Metric {
  const get = async () => ({
    name,
    help,
    type,
    aggregator: 'sum',
    values: samples().map(({ name: metricName, ...sample }) => ({ metricName, ...sample })),
  });
  return { name, get } as unknown as Metric;
}
