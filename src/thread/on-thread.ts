import { Worker } from 'node:worker_threads';

/** What a thread runs. It is a text, so that it is the same whether this service runs as it is written or compiled. */
export interface ThreadWork {
  /**
   * CommonJS that calls `done(bytes)` once, with a Uint8Array. It has `data`, and `load(name)` for one of `libraries`.
   */
  code: string;
  /** The libraries that it loads, each with the path where it was found. */
  libraries: Readonly<Record<string, string>>;
}

// Linux sets the priority of a thread, other systems that of the whole process. It may be lowered, but not raised.
const prelude = `
  const { constants, getPriority, setPriority } = require('node:os');
  if (process.platform === 'linux') {
    setPriority(Math.max(getPriority(), constants.priority.PRIORITY_BELOW_NORMAL));
  }
  const { parentPort, workerData: { data, libraries } } = require('node:worker_threads');
  const load = (name) => require(libraries[name]);
  const done = (bytes) => {
    const own = new Uint8Array(bytes);
    parentPort.postMessage(own, [own.buffer]);
  };
`;

/**
 * Makes bytes on a thread that ends with them, so that nothing else waits and the memory is given back. On Linux it
 * gives way to the thread that answers events.
 * @param data plain values and Dates
 * @throws {Error} with what the code threw as its cause
 */
export function onThread({ code, libraries }: ThreadWork, data: unknown): Promise<Uint8Array> {
  return new Promise((resolve, reject) => {
    const thread = new Worker(`${prelude}${code}`, { eval: true, workerData: { data, libraries } });
    let bytes: Uint8Array | undefined;
    thread.once('message', (made: Uint8Array) => {
      bytes = made;
    });
    thread.once('error', (cause) => reject(new Error('the work on another thread failed', { cause })));
    thread.once('exit', () => {
      if (bytes) resolve(bytes);
      else reject(new Error('the work on another thread ended without a result'));
    });
  });
}
