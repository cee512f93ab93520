/** True for the wildcard addresses (0.0.0.0, ::), in each of their spellings. */
export function isEveryAddress(host: string): boolean {
  return /^(0+(\.0+){0,3}|0x0+|\[?(0{0,4}:){1,7}(0{0,4}|:)\]?|\[?::(ffff:)?0\.0\.0\.0\]?)$/i.test(host);
}

/** Where a server listens. */
export interface ListenAddress {
  host: string;
  port: number;
}

/** Reads `127.0.0.1:9464` or `[::1]:9464`. @returns null: it is no address with a port of 1-65535 */
export function readListenAddress(spelled: string): ListenAddress | null {
  const [, bracketed, bare, digits] = /^(?:\[([0-9a-f:.]+)\]|([^\s:/[\]]+)):(\d{1,5})$/i.exec(spelled) ?? [];
  const host = bracketed ?? bare;
  const port = Number(digits);
  return host !== undefined && port >= 1 && port <= 65_535 ? { host, port } : null;
}

/** True for an address on this machine. */
export const isLoopback = (url: string): boolean => /^https?:\/\/(localhost|127\.0\.0\.1)(:|\/|$)/.test(url);
