import { existsSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { readConfig } from '../src/service.ts';

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
    const { scripts } = JSON.parse(readFileSync('package.json', 'utf8'));
    expect(JSON.parse(/^CMD (.*)$/m.exec(stage)?.[1] ?? '')).toEqual(scripts.start.split(' '));
  });
});

describe('what the image runs', () => {
  const stage = dockerfile.split(/^FROM /m).at(-1) ?? '';

  it('belongs to root; the service writes to its data alone', () => {
    expect(dockerfile).not.toContain('--chown');
    expect(stage.match(/-o node/g)).toHaveLength(1);
    expect(stage).toMatch(/^RUN install -d -o node -g node -m 0700 data$/m);
  });

  it('is of a version that does not change by itself', () => {
    const images = [...dockerfile.matchAll(/^FROM (\S+)/gm)].map(([, image]) => image);
    for (const image of [...images, compose.services.mongo.image])
      expect(image).toMatch(/:\d+\.\d+\.\d+(-|$)/);
  });

  it('refuses to simulate for a whole network unless it is told to', () => {
    const environment = Object.fromEntries(
      [...(/^ENV (.*)$/m.exec(stage)?.[1] ?? '').matchAll(/(\w+)=(\S+)/g)].map(([, name, value]) => [
        name,
        value,
      ]),
    );
    expect(() => readConfig(environment)).toThrow(/set a token, or SIMULATE_ON_ALL_ADDRESSES=yes/);
    expect(readConfig({ ...environment, SIMULATE_ON_ALL_ADDRESSES: 'yes' }).simulated).toBe(true);
  });
});

describe('compose.yaml', () => {
  it.each(['afterword', 'mongo'])('gives %s no more than it needs', (name) => {
    const service = compose.services[name];
    expect(service).toMatchObject({
      read_only: true,
      tmpfs: ['/tmp'],
      cap_drop: ['ALL'],
      security_opt: ['no-new-privileges:true'],
    });
  });

  it('gives MongoDB a password, which must be set', () => {
    const { afterword, mongo } = compose.services;
    for (const text of [
      afterword.environment.STORE_URL,
      mongo.environment.MONGO_INITDB_ROOT_PASSWORD,
      mongo.environment.MONGO_PASSWORD,
    ]) {
      expect(text).toMatch(/\$\{MONGO_(ROOT_)?PASSWORD:\?/);
    }
    const started = readFileSync('docker/mongo-start.sh', 'utf8');
    expect(started).toContain('--keyFile');
    expect(readFileSync('docker/mongo-user.js', 'utf8')).toContain("role: 'readWrite'");
    const mounted = mongo.volumes.flatMap((volume: string) => /^\.\/([^:]+):.*:ro$/.exec(volume)?.[1] ?? []);
    expect(mounted).toHaveLength(3);
    for (const file of mounted) expect(existsSync(file)).toBe(true);
    expect(mongo).not.toHaveProperty('ports');
  });

  it('runs the service on MongoDB as a replica set, once that takes writes', () => {
    const { afterword, mongo } = compose.services;
    expect(afterword.environment.STORE_URL).toContain('replicaSet=rs0');
    expect(afterword.depends_on.mongo.condition).toBe('service_healthy');
    expect(mongo.entrypoint.join(' ')).toContain('mongo-start.sh');
    expect(readFileSync('docker/mongo-start.sh', 'utf8')).toContain('--replSet rs0');
    expect(mongo.healthcheck.test.join(' ')).toContain('mongo-healthy.js');
    expect(readFileSync('docker/mongo-healthy.js', 'utf8')).toContain('isWritablePrimary');
  });
});
