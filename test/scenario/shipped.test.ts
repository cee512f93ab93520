import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { loadScenarios } from '../../src/scenario/file/load.ts';
import { scenarioJsonSchema } from '../../src/scenario/schema.ts';
import { shipped } from '../support/scenarios.ts';

describe('the scenarios that are shipped', () => {
  it('load, each in English and Ukrainian', () => {
    const scenarios = loadScenarios('scenarios', {});
    expect([...scenarios.keys()].sort()).toEqual(['comment-only', 'csat', 'thumbs']);
    for (const scenario of scenarios.values()) expect(scenario.languages).toEqual(['en', 'uk']);
  });

  it('declare their scales', () => {
    expect(shipped('csat').scale).toMatchObject({ satisfied: [4, 5], dissatisfied: [1, 2] });
    expect(shipped('thumbs').scale).toEqual({ values: [0, 100], satisfied: [100], dissatisfied: [0] });
    expect(shipped('comment-only').scale).toBeNull();
  });

  it('are described to editors by the committed JSON Schema', () => {
    expect(JSON.parse(readFileSync('scenarios/scenario.schema.json', 'utf8'))).toEqual(
      JSON.parse(JSON.stringify(scenarioJsonSchema())),
    );
  });
});
