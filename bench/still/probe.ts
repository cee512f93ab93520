/** Asks whether the process is alive, at fixed moments, whatever came of the question before. */
import { Agent, get } from 'node:http';

export interface Answer {
  /** When the question was due, by the monotonic clock. */
  due: number;
  /** Milliseconds from then until its answer. */
  took: number;
}

export interface Probe {
  stop(): Promise<Answer[]>;
}

const EVERY_MS = 10;

export function probe(url: string): Probe {
  const agent = new Agent({ keepAlive: true });
  const answers: Answer[] = [];
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
      return answers;
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
          answers.push({ due, took: performance.now() - due });
          resolve();
        });
      }).once('error', reject);
    });
  }
}
