/** Several instances on one MongoDB before one platform: what each sends, and whether they keep its limit together. */
import { questionRate, withPaced } from './setup.ts';

export interface InstanceFigures {
  /** Next questions a second, of all together. */
  rate: number;
  /** Of 100 calls that the platform counts, how many each instance made. */
  shares: number[];
  /** How often the platform refused. */
  refused: number;
}

/** What is compiled and connected first is no part of it. */
const WARM_UP = 20;

export function tapInstances(mongo: string, instances: number, taps = 430): Promise<InstanceFigures> {
  return withPaced({ asked: WARM_UP + taps, instances, mongo }, async ({ load, platform, calls }) => {
    await load.openLoop(5, WARM_UP);
    calls.length = 0;
    await load.closedLoop(60);
    const of = (instance: number): number =>
      calls.filter(({ prefix }) => prefix === `/${instance}`).length / calls.length;
    return {
      rate: questionRate(calls),
      shares: Array.from({ length: instances }, (_, index) => 100 * of(index + 1)),
      refused: platform.refused,
    };
  });
}
