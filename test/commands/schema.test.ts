import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { tempFolder } from '../support/temp.ts';
import { run } from './run.ts';

describe('afterword schema', () => {
  it('prints what is committed for editors', async () => {
    const schema = run(tempFolder(), ['schema']);
    expect(await schema.ended).toBe(0);
    expect(JSON.parse(schema.output())).toEqual(
      JSON.parse(readFileSync('scenarios/scenario.schema.json', 'utf8')),
    );
  });
});
