import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { run, serviceFolder } from './run.ts';

describe('afterword check', () => {
  it('lists the scenarios that are well', async () => {
    const check = run(serviceFolder(), ['check']);
    expect(await check.ended).toBe(0);
    expect(check.output()).toContain('csat: After the dialogue, 5 blocks');
  });

  it('names each slip with its place', async () => {
    const folder = serviceFolder();
    mkdirSync(join(folder, 'mine'));
    const text = readFileSync('scenarios/csat.yaml', 'utf8');
    writeFileSync(join(folder, 'mine/csat.yaml'), text.replace('to: comment', 'to: coment'));
    const check = run(folder, ['check', 'mine']);
    expect(await check.ended).toBe(1);
    expect(check.output()).toBe(
      'mine/csat.yaml:28:15 blocks.rate.next.1.to: no block named "coment"; did you mean "comment"?',
    );
  });

  it('names faults of every kind in the words of the author, without a stack', async () => {
    const folder = serviceFolder();
    mkdirSync(join(folder, 'mine'));
    const text = readFileSync('scenarios/csat.yaml', 'utf8');
    writeFileSync(
      join(folder, 'mine/a.yaml'),
      text.replace('{ "type": "quality" }', '{}').replace('value: 5', 'value: 6'),
    );
    writeFileSync(join(folder, 'mine/b.yaml'), text.replace('"⭐⭐⭐⭐⭐"', '"⭐⭐⭐⭐⭐'));
    writeFileSync(join(folder, 'mine/c.yaml'), '['.repeat(100_000));
    const check = run(folder, ['check', 'mine']);
    expect(await check.ended).toBe(1);
    expect(check.output().split('\n')).toEqual([
      'mine/a.yaml:21:33 blocks.rate.buttons.0.value: 6 is not on the scale; it has 1, 2, 3, 4, 5',
      'mine/a.yaml:48:5 blocks.save.config.type: is missing; write quality',
      'mine/b.yaml:21:17 the text that begins with "⭐⭐⭐⭐⭐, value: 5 } is never closed; add " where it ends',
      'mine/c.yaml:1:61 is nested too deeply here; remove brackets or indentation',
    ]);
  });
});
