import { createTranslator, type MessageKey } from '../../locales/index.ts';

type IdIn<Key> = Key extends `metric.${infer Id}.name` ? Id : never;

/** A figure that has a definition: a docstring with `@metric`, from which `tools/metrics-docs.mjs` writes the words. */
export type DefinedMetric = IdIn<MessageKey>;

/** What a figure is, in the words of one language. */
export interface Definition {
  name: string;
  text: string;
  formula: string;
  /** How it is written, and when there is none: `as a percentage; — without ratings`. */
  written: string;
}

/** @param language as for `createTranslator` */
export function definitionOf(metric: DefinedMetric, language: string): Definition {
  const t = createTranslator(language);
  return {
    name: t(`metric.${metric}.name`),
    text: t(`metric.${metric}.text`),
    formula: t(`metric.${metric}.formula`),
    written: t(`metric.${metric}.written`),
  };
}
