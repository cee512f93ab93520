/** Asks whether the process is alive, at fixed moments, whatever came of the question before. */
import { Agent, get } from 'node:http';

export interface Probe {
  /** @returns milliseconds from each moment at which a question was due until its answer */
  stop(): Promise<number[]>;
}

const EVERY_MS = 10;

export function probe(url: string): Probe {
  const agent = new Agent({ keepAlive: true });
  const took: number[] = [];
  const asked: Array<Promise<void>> = [];
  const start = performance.now();
  const timer = setInterval(() => {
    for (let due = dueAt(); due <= performance.now(); due = dueAt()) asked.push(ask(due));
  }, 1);

  return {
    async stop() {
      clearInterval(timer);
      await Promise.all(asked);
      agent.destroy();
      return took;
    },
  };

  function dueAt(): number {
    return start + asked.length * EVERY_MS;
  }

  function ask(due: number): Promise<void> {
    return new Promise((resolve, reject) => {
      get(url, { agent }, (response) => {
        response.resume();
        response.once('end', () => {
          took.push(performance.now() - due);
          resolve();
        });
      }).once('error', reject);
    });
  }
}
