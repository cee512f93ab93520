import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { ApiError } from '../../src/errors.ts';
import { problems } from '../../src/http/problems.ts';
import { bodyOf } from '../../src/http/refusals.ts';

const sources = ['src', 'adapters']
  .flatMap((folder) => readdirSync(folder, { recursive: true, withFileTypes: true }))
  // Pages word their refusals themselves.
  .filter(({ name, parentPath }) => /\.tsx?$/.test(name) && !parentPath.startsWith('src/http/dashboard'))
  .map(({ parentPath, name }) => readFileSync(join(parentPath, name), 'utf8'))
  .join('\n');

it('every code that a request is refused with is in the list, with the status that it has there', () => {
  const thrown = [...sources.matchAll(/new ApiError\(\s*(\d{3}),\s*'([a-z_]+)'/g)].map(([, status, code]) => [
    code,
    Number(status),
  ]);
  expect(thrown.length).toBeGreaterThan(20);
  for (const [code, status] of thrown) {
    const known = problems[code as keyof typeof problems] as { status: number } | undefined;
    // A request may be invalid in ways that have statuses of their own, such as 413.
    expect([code, known?.status]).toEqual([code, status]);
  }
});

it('a refusal is problem+json, with the shape of earlier releases inside', () => {
  const faults = [{ path: 'id', message: 'is not there' }];
  const error = new ApiError(404, 'unknown_dialogue', 'there is none', faults);
  expect(bodyOf(error)).toEqual({
    type: '/api/v1/docs#error-unknown_dialogue',
    title: 'No such dialogue',
    status: 404,
    detail: 'there is none',
    code: 'unknown_dialogue',
    faults,
    error: { code: 'unknown_dialogue', message: 'there is none', faults },
  });
});
