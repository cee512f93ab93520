import type { Value } from './survey.ts';

const operators = {
  '==': (a: Value, b: Value) => a === b,
  '!=': (a: Value, b: Value) => a !== b,
  '<=': (a: Value, b: Value) => a <= b,
  '>=': (a: Value, b: Value) => a >= b,
  '<': (a: Value, b: Value) => a < b,
  '>': (a: Value, b: Value) => a > b,
} as const;

interface Comparison {
  variable: string;
  operator: keyof typeof operators;
  literal: Value;
}

/** Alternatives (`or`) of comparisons that must all hold (`and`). */
export interface Condition {
  anyOf: Comparison[][];
}

const comparison = /^([a-z][a-z0-9_]*)\s*(==|!=|<=|>=|<|>)\s*(?:(-?\d+(?:\.\d+)?)|'([^']*)'|"([^"]*)")$/;

/**
 * Reads `quality_answer <= 2 and reason == 'speed' or ...`; `and` binds closer than `or`.
 * @returns the condition, or a sentence that says what cannot be read
 */
export function parseCondition(source: string): Condition | string {
  const anyOf: Comparison[][] = [];
  for (const alternative of source.split(/\s+or\s+/)) {
    const allOf: Comparison[] = [];
    for (const part of alternative.split(/\s+and\s+/)) {
      const match = comparison.exec(part.trim());
      if (!match) {
        return `cannot read "${part.trim()}"; write a comparison such as quality_answer <= 2 or reason == 'speed', joined by and / or`;
      }
      const [, variable = '', operator, number, single, double] = match;
      allOf.push({
        variable,
        operator: operator as keyof typeof operators,
        literal: number === undefined ? (single ?? double ?? '') : Number(number),
      });
    }
    anyOf.push(allOf);
  }
  return { anyOf };
}

/** A variable that was never answered meets no comparison; one of another kind than the literal only `!=`. */
export function holds(condition: Condition, variables: Record<string, Value>): boolean {
  return condition.anyOf.some((allOf) =>
    allOf.every(({ variable, operator, literal }) => {
      const value = variables[variable];
      if (value === undefined) return false;
      if (typeof value !== typeof literal) return operator === '!=';
      return operators[operator](value, literal);
    }),
  );
}

export const variablesOf = (condition: Condition): string[] =>
  condition.anyOf.flatMap((allOf) => allOf.map((part) => part.variable));
