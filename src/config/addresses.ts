/** True for the wildcard addresses (0.0.0.0, ::), in each of their spellings. */
export function isEveryAddress(host: string): boolean {
  return /^(0+(\.0+){0,3}|0x0+|\[?(0{0,4}:){1,7}(0{0,4}|:)\]?|\[?::(ffff:)?0\.0\.0\.0\]?)$/i.test(host);
}

/** True for an address on this machine. */
export const isLoopback = (url: string): boolean => /^https?:\/\/(localhost|127\.0\.0\.1)(:|\/|$)/.test(url);
