/** What bots sent besides words. Kept in memory alone: after a restart the chats know the names, and no bytes. */
export interface Files {
  /** @returns the id under which it is found */
  keep(name: string, bytes: Uint8Array): string;
  find(id: string): { name: string; bytes: Uint8Array } | undefined;
}

/** Beyond this the oldest are forgotten. */
const bytesKept = 100_000_000;

export function createFiles(nextId: () => number): Files {
  const files = new Map<string, { name: string; bytes: Uint8Array }>();
  let kept = 0;
  return {
    keep(name, bytes) {
      const id = String(nextId());
      files.set(id, { name, bytes });
      kept += bytes.length;
      for (const [oldest, file] of files) {
        if (kept <= bytesKept || oldest === id) break;
        files.delete(oldest);
        kept -= file.bytes.length;
      }
      return id;
    },
    find: (id) => files.get(id),
  };
}
