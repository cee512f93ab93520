import { once } from 'node:events';
import { type AddressInfo, connect, createServer, type Socket } from 'node:net';

/** Stands between a client and a server, so that a test can lose the server and find it again. */
export interface TcpProxy {
  /** `127.0.0.1:port`, the same after each `up`. */
  readonly host: string;
  up(): Promise<void>;
  /** Refuses connections and cuts those that are open. */
  down(): Promise<void>;
  /** Takes everything and passes nothing on, as behind a firewall that drops packets; until the next `down`. */
  hang(): void;
}

export function createTcpProxy(target: { host: string; port: number }): TcpProxy {
  const open = new Set<Socket>();
  let port = 0;
  let hanging = false;
  const keep = (socket: Socket) => {
    open.add(socket);
    socket.on('close', () => open.delete(socket)).on('error', () => socket.destroy());
  };
  const server = createServer((client) => {
    keep(client);
    const upstream = connect(target.port, target.host);
    keep(upstream);
    client.on('data', (bytes) => hanging || upstream.write(bytes)).on('close', () => upstream.destroy());
    upstream
      .on('data', (bytes) => hanging || client.write(bytes))
      .on('close', () => hanging || client.destroy());
  });
  return {
    get host() {
      return `127.0.0.1:${port}`;
    },
    async up() {
      hanging = false;
      await once(server.listen(port, '127.0.0.1'), 'listening');
      port = (server.address() as AddressInfo).port;
    },
    async down() {
      if (!server.listening) return;
      const closed = once(server.close(), 'close');
      for (const socket of open) socket.destroy();
      await closed;
    },
    hang() {
      hanging = true;
    },
  };
}
