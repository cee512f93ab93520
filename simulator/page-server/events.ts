import type { ServerResponse } from 'node:http';

/** Server-sent events: every page hears `change` soon after something changed. */
export interface Events {
  attach(response: ServerResponse): void;
  stop(): void;
}

/** Changes are gathered for this long. */
const gatherMs = 25;
/** Keeps proxies from closing a quiet connection. */
const beatMs = 20_000;

export function createEvents(onChange: (listener: () => void) => () => void): Events {
  const open = new Set<ServerResponse>();
  let gathering: NodeJS.Timeout | undefined;
  const write = (text: string): void => {
    for (const response of open) response.write(text);
  };
  const forget = onChange(() => {
    gathering ??= setTimeout(() => {
      gathering = undefined;
      write('event: change\ndata: \n\n');
    }, gatherMs);
  });
  const beat = setInterval(() => write(': still here\n\n'), beatMs).unref();

  return {
    attach(response) {
      response.writeHead(200, { 'content-type': 'text/event-stream', 'cache-control': 'no-store' });
      response.write('retry: 1000\n\n');
      open.add(response);
      response.on('close', () => open.delete(response));
    },
    stop() {
      forget();
      clearTimeout(gathering);
      clearInterval(beat);
      for (const response of open) response.end();
    },
  };
}
