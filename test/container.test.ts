import { existsSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';

const dockerfile = readFileSync('Dockerfile', 'utf8');
const ignored = readFileSync('.dockerignore', 'utf8').split('\n');
const compose = parse(readFileSync('compose.yaml', 'utf8'));

describe('the image', () => {
  it('is built from files that are there and not ignored', () => {
    const copied = [...dockerfile.matchAll(/\/app\/(\S+) \.\//g)].map(([, path = '']) => path);
    expect(copied).toEqual(['package.json', 'node_modules', 'dist', 'scenarios']);
    const built = ['node_modules', 'dist'];
    for (const path of copied.filter((one) => !built.includes(one))) {
      expect(existsSync(path)).toBe(true);
      expect(ignored).not.toContain(path);
    }
    for (const secret of ['.env', 'data', 'node_modules']) expect(ignored).toContain(secret);
  });

  it('runs the service, not as root, and asks it whether it is well', () => {
    const stage = dockerfile.split(/^FROM /m).at(-1) ?? '';
    expect(stage).toMatch(/^USER node$/m);
    expect(stage).toMatch(/HEALTHCHECK[^]*\/healthz/);
    expect(stage).toMatch(/^CMD \["node", "dist\/src\/cli\.js", "start"\]$/m);
  });
});

describe('compose.yaml', () => {
  it('runs the service on MongoDB as a replica set, once that takes writes', () => {
    const { afterword, mongo } = compose.services;
    expect(afterword.environment.STORE_URL).toContain('replicaSet=rs0');
    expect(afterword.depends_on.mongo.condition).toBe('service_healthy');
    expect(mongo.command).toEqual(expect.arrayContaining(['--replSet', 'rs0']));
    expect(mongo.healthcheck.test.join(' ')).toContain('isWritablePrimary');
  });
});
