import { createServer as createSocket } from 'node:net';
import type { FastifyInstance } from 'fastify';
import type { ListenAddress } from '../config/addresses.ts';
import { ConfigError } from '../errors.ts';
import type { Log } from '../log/log.ts';
import type { Exposition } from '../monitoring/exposition.ts';
import { metricsRoutes } from './metrics.ts';
import { createServer } from './server.ts';

/** @param names the variables that say where @throws {ConfigError} */
export async function listen(
  server: FastifyInstance,
  { host, port }: ListenAddress,
  names: { host: string; port: string },
): Promise<void> {
  try {
    await server.listen({ host, port });
  } catch (error) {
    const elsewhere = `${names.host} ${host} is not an address of this machine; use 127.0.0.1 or 0.0.0.0`;
    const fault = {
      EADDRINUSE: `${names.port} ${port} is taken by another program; set another ${names.port}`,
      EACCES: `${names.port} ${port} may not be opened by this user; use one above 1023`,
      EADDRNOTAVAIL: elsewhere,
      ENOTFOUND: elsewhere,
    }[(error as NodeJS.ErrnoException).code ?? ''];
    throw fault === undefined ? error : new ConfigError([fault], { cause: error });
  }
}

/** Serves the metrics at an address of their own, to whoever reaches that. @returns stops it @throws {ConfigError} */
export async function serveMetrics(
  metrics: Exposition,
  address: ListenAddress,
  log: Log,
): Promise<() => Promise<void>> {
  // What is measured is watched from the start, and the first scrape is as quick as the others.
  await metrics.load();
  const server = await createServer({ log, routes: [{ prefix: '', plugin: metricsRoutes(metrics) }] });
  await listen(server, address, { host: 'METRICS_ADDRESS', port: 'METRICS_ADDRESS' });
  return () => server.close();
}

interface ReservedPort {
  port: number;
  /** Gives it free, to be listened on at once. */
  release(): Promise<void>;
}

/** For PORT=0: the adapters must know the address before the server has it, and nobody else may take it meanwhile. */
export function reservePort(): Promise<ReservedPort> {
  return new Promise((resolve, reject) => {
    const holder = createSocket();
    holder.once('error', reject);
    holder.listen(0, '127.0.0.1', () => {
      const address = holder.address();
      const port = typeof address === 'object' && address ? address.port : 0;
      resolve({ port, release: () => new Promise((done) => void holder.close(() => done())) });
    });
  });
}
