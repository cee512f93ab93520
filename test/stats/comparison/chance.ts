/** Chance with a seed, for simulations that give the same result each time. */
export interface Chance {
  /** 0 <= x < 1 */
  next(): number;
  /** The hits among n answers, each a hit with probability `share`. */
  hits(n: number, share: number): number;
}

/** The generator "mulberry32" of T. Ettinger. */
export function createChance(seed: number): Chance {
  let state = seed >>> 0;
  const next = (): number => {
    state = (state + 0x6d2b79f5) >>> 0;
    let t = state;
    t = Math.imul(t ^ (t >>> 15), t | 1);
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61);
    return ((t ^ (t >>> 14)) >>> 0) / 4_294_967_296;
  };
  return {
    next,
    hits(n, share) {
      let hits = 0;
      for (let i = 0; i < n; i++) if (next() < share) hits++;
      return hits;
    },
  };
}
