/**
 * How probable a count is, or a smaller one, for the tests of p' charts and funnels. Only the terms near the count are
 * summed up, from the greatest outwards: some multiple of the square root of `n`.
 */

/** P(X <= k) of a count among n. */
export type LowerTail = (k: number) => number;

/** Terms below this part of the sum change nothing that is decided by it. */
const NEGLIGIBLE = 1e-13;

/** The binomial distribution: n independent answers, each a hit with probability `share`. */
export function binomialTail(n: number, share: number): LowerTail {
  if (share <= 0) return (k) => (k >= 0 ? 1 : 0);
  if (share >= 1) return (k) => (k >= n ? 1 : 0);
  const odds = share / (1 - share);
  return lowerTail({
    n,
    mean: n * share,
    logTerm: (k) => logChoose(n, k) + k * Math.log(share) + (n - k) * Math.log1p(-share),
    ratio: (k) => ((n - k + 1) / k) * odds,
  });
}

/**
 * The beta-binomial distribution: the hits among the next n answers where `hits` of `of` earlier ones are all that is
 * known of the share, with Jeffreys' prior.
 */
export function predictiveTail(n: number, { hits, of }: { hits: number; of: number }): LowerTail {
  const [a, b] = [hits + 0.5, of - hits + 0.5];
  const whole = logBeta(a, b);
  return lowerTail({
    n,
    mean: (n * a) / (a + b),
    logTerm: (k) => logChoose(n, k) + logBeta(k + a, n - k + b) - whole,
    ratio: (k) => ((n - k + 1) * (k - 1 + a)) / (k * (n - k + b)),
  });
}

/**
 * The hypergeometric distribution: the hits among n that are drawn, none twice, from `of` of which `hits` are hits. Its
 * tails are those of Fisher's exact test.
 */
export function hypergeometricTail(n: number, { hits, of }: { hits: number; of: number }): LowerTail {
  const misses = of - hits;
  return lowerTail({
    n,
    mean: (n * hits) / of,
    logTerm: (k) => logChoose(hits, k) + logChoose(misses, n - k) - logChoose(of, n),
    ratio: (k) => ((hits - k + 1) * (n - k + 1)) / (k * (misses - n + k)),
  });
}

/**
 * The counts beyond which fewer than `alpha` lie on either side: P(X < low) < alpha and P(X > high) < alpha, and neither
 * holds one further in.
 */
export function countLimits(n: number, tail: LowerTail, alpha: number): { low: number; high: number } {
  return { low: least(n, (k) => tail(k) >= alpha), high: least(n, (k) => 1 - tail(k) < alpha) };
}

/** The least count of 0..n for which a condition holds that holds for all greater ones. */
function least(n: number, holds: (k: number) => boolean): number {
  let [from, to] = [0, n];
  while (from < to) {
    const middle = Math.floor((from + to) / 2);
    if (holds(middle)) to = middle;
    else from = middle + 1;
  }
  return from;
}

function lowerTail(distribution: {
  n: number;
  mean: number;
  logTerm: (k: number) => number;
  /** P(X = k) / P(X = k - 1). */
  ratio: (k: number) => number;
}): LowerTail {
  const { n, mean, logTerm, ratio } = distribution;
  return (k) => {
    if (k < 0) return 0;
    if (k >= n) return 1;
    let sum = 0;
    // On either side of the mean the terms fall away from it.
    if (k < mean) {
      let term = Math.exp(logTerm(k));
      for (let i = k; i >= 0 && term > sum * NEGLIGIBLE; i--) {
        sum += term;
        term /= ratio(i);
      }
      return Math.min(1, sum);
    }
    let term = Math.exp(logTerm(k + 1));
    for (let i = k + 1; i <= n && term > sum * NEGLIGIBLE; i++) {
      sum += term;
      term *= ratio(i + 1);
    }
    return Math.max(0, 1 - sum);
  };
}

function logChoose(n: number, k: number): number {
  return logGamma(n + 1) - logGamma(k + 1) - logGamma(n - k + 1);
}

function logBeta(a: number, b: number): number {
  return logGamma(a) + logGamma(b) - logGamma(a + b);
}

/**
 * The natural logarithm of the gamma function for x > 0, to about 1e-13 of its size.
 * @see Abramowitz, M., Stegun, I. A. (1964), 6.1.41 (Stirling's series), and 6.1.15 to reach it from small x
 */
function logGamma(x: number): number {
  let product = 1;
  let y = x;
  for (; y < 10; y++) product *= y;
  const square = 1 / (y * y);
  const series =
    (1 / 12 - square * (1 / 360 - square * (1 / 1260 - square * (1 / 1680 - square / 1188)))) / y;
  return (y - 0.5) * Math.log(y) - y + Math.log(2 * Math.PI) / 2 + series - Math.log(product);
}
