import type { Rate, Taken } from '../../token-bucket.ts';

/** What the tokens are taken of. */
export interface BucketQuery extends Rate {
  /** The name of the bucket. */
  name: string;
  /** 1..100. */
  count: number;
  /** True: no token unless the bucket is full. */
  onlyFull: boolean;
}

/** Token buckets that all instances on one database share, by the database's clock. */
export interface TokenBucketStore {
  /** null: one process uses this store, so it keeps its buckets itself. */
  takeTokens(query: BucketQuery): Promise<Taken | null>;
  /** Lets the bucket give nothing for so many milliseconds. */
  holdTokens(name: string, ms: number): Promise<void>;
}
