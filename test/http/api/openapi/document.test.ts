import { describe, expect, it } from 'vitest';
import { apiScopes } from '../../../../src/access/keys/scopes.ts';
import { contract } from '../../../../src/http/api/contract.ts';
import {
  type JsonObject,
  openApiDocument,
  type OpenApiDocument,
  type Operation,
  type Parameter,
} from '../../../../src/http/api/openapi/document.ts';
import { problems } from '../../../../src/http/problems.ts';
import { sharedTestService } from '../../../support/service.ts';

const document = openApiDocument('telegram');
const operations = operationsOf(document);

function operationsOf({ paths }: OpenApiDocument): Array<Operation & { method: string; path: string }> {
  return Object.entries(paths).flatMap(([path, methods]) =>
    Object.entries(methods).map(([method, operation]) => ({ ...operation, method, path })),
  );
}

/** Every object in a value, however deep. */
function* objectsIn(value: unknown): Generator<JsonObject> {
  if (Array.isArray(value)) for (const one of value) yield* objectsIn(one);
  else if (typeof value === 'object' && value !== null) {
    yield value as JsonObject;
    for (const one of Object.values(value)) yield* objectsIn(one);
  }
}

/** What a reference means; undefined: nothing. */
function resolve(ref: string): unknown {
  return ref
    .replace(/^#\//, '')
    .split('/')
    .reduce<unknown>((at, part) => (at as Record<string, unknown> | undefined)?.[part], document);
}

const parametersOf = ({ parameters }: Operation): Parameter[] =>
  parameters.map((one) => ('$ref' in one ? (resolve(one.$ref) as Parameter) : one));

describe('openapi.json', () => {
  it('is OpenAPI 3.1 with the fields that are required there', () => {
    expect(document.openapi).toMatch(/^3\.1\.\d$/);
    expect(document.info).toMatchObject({ title: expect.any(String), version: expect.any(String) });
    expect(document.servers).toEqual([{ url: '/' }]);
    for (const { responses, tags, security } of operations) {
      expect(Object.keys(responses).length).toBeGreaterThan(0);
      for (const [status, { description, content }] of Object.entries(responses)) {
        expect(status).toMatch(/^[1-5]\d\d$/);
        expect(description).not.toBe('');
        for (const { schema } of Object.values(content)) expect(schema).toEqual(expect.any(Object));
      }
      const titles = document.tags.map(({ name }) => name);
      expect(titles).toEqual(expect.arrayContaining(tags));
      for (const scheme of security.flatMap((one) => Object.keys(one))) {
        expect(Object.keys(document.components.securitySchemes)).toContain(scheme);
      }
    }
  });

  it('has no reference to what is not there, and shares what has a name', () => {
    const refs = [...objectsIn(document)].flatMap(({ $ref }) => (typeof $ref === 'string' ? [$ref] : []));
    expect(refs.length).toBeGreaterThan(50);
    expect(refs.filter((ref) => resolve(ref) === undefined)).toEqual([]);
    expect(refs).toContain('#/components/schemas/Dialogue');
    const text = JSON.stringify(document);
    expect(text).not.toMatch(/\$defs|\$schema|"id":"Dialogue"|\{channel\}/);
    // A schema that nobody refers to is a slip.
    for (const name of Object.keys(document.components.schemas)) {
      expect(refs).toContain(`#/components/schemas/${name}`);
    }
  });

  it('has schemas whose keywords mean something', () => {
    const types = new Set(['string', 'number', 'integer', 'boolean', 'array', 'object', 'null']);
    for (const { schema } of operations.flatMap(parametersOf)) expect(schema).not.toEqual({});
    for (const { type, required, properties, example, examples } of objectsIn(document.components.schemas)) {
      if (typeof type === 'string') expect(types).toContain(type);
      if (Array.isArray(type)) expect(type.every((one) => types.has(one as string))).toBe(true);
      expect([example, examples === undefined || Array.isArray(examples)]).toEqual([undefined, true]);
      if (Array.isArray(required) && properties !== undefined) {
        expect(Object.keys(properties as object)).toEqual(expect.arrayContaining(required));
      }
    }
  });

  it('gives each operation its own id, which is that of the client', () => {
    const ids = operations.map(({ operationId }) => operationId);
    expect(new Set(ids).size).toBe(ids.length);
    const methods = Object.entries(contract).flatMap(([resource, { endpoints }]) =>
      Object.keys(endpoints).map((name) => `${resource}.${name}`),
    );
    expect(ids.toSorted()).toEqual(methods.toSorted());
  });

  it('declares the parameters of each path, each parameter once, and a body only where one is read', () => {
    for (const operation of operations) {
      const parameters = parametersOf(operation);
      const places = parameters.map(({ in: place, name }) => `${place} ${name}`);
      expect(new Set(places).size).toBe(places.length);
      const inPath = [...operation.path.matchAll(/\{(\w+)\}/g)].map(([, name]) => `path ${name}`);
      expect(places.filter((place) => place.startsWith('path '))).toEqual(inPath);
      expect(parameters.filter(({ in: place, required }) => place === 'path' && !required)).toEqual([]);
      if (operation.method === 'get') expect(operation.requestBody).toBeUndefined();
      else expect(places).toContain('header Idempotency-Key');
    }
  });

  it('names a scope that a key can have, and the refusals of every operation', () => {
    for (const { security, responses, operationId } of operations) {
      for (const scope of security.flatMap(({ key = [] }) => key)) expect(apiScopes).toContain(scope);
      const needed = security.length > 0 ? ['401', '403', '429', '500', '503'] : ['429', '500', '503'];
      expect([operationId, Object.keys(responses)]).toEqual([operationId, expect.arrayContaining(needed)]);
      for (const { content } of Object.values(responses)) {
        for (const code of Object.keys(content['application/problem+json']?.examples ?? {})) {
          expect(Object.keys(problems)).toContain(code);
        }
      }
    }
  });

  it('tells optional and required parts of a body apart', () => {
    const schemaOf = (id: string) =>
      operations.find(({ operationId }) => operationId === id)?.requestBody as {
        required: boolean;
        content: { 'application/json': { schema: JsonObject } };
      };
    const create = schemaOf('dialogues.create').content['application/json'].schema;
    expect(create).toMatchObject({
      required: ['channel', 'clientId', 'externalId'],
      additionalProperties: false,
      properties: { clientId: { type: ['string', 'integer'], maxLength: 128 } },
    });
    expect(schemaOf('dialogues.reopen').required).toBe(false);
    expect(schemaOf('dialogues.void')).toMatchObject({ required: true });
    expect(schemaOf('dialogues.void').content['application/json'].schema).toMatchObject({
      required: ['reason'],
    });
  });
});

describe('the server', () => {
  const service = sharedTestService();

  /** What is not of the API, each with its reason. */
  const others: Array<[path: RegExp, reason: string]> = [
    [/^(GET|HEAD) \/(simulator|$)/, 'the simulation’s page'],
    [/ \/simulator\//, 'the simulation’s page'],
    [/ \/simulated-/, 'the simulated platforms'],
    [/^POST \/webhooks\/:channel$/, 'for the platforms, which sign their requests'],
    [/^(GET|HEAD) \/files\//, 'signed addresses of files'],
    [/^GET \/(healthz|readyz|metrics)$/, 'for who looks after the process'],
    [/ \/dashboard(\/|$)/, 'pages for people'],
    [/^GET \/api\/v1\/(openapi\.json|docs)$/, 'the documentation itself'],
  ];

  it('has each of its routes in the document, and no other route stands there', () => {
    const documented = operations.map(
      ({ method, path }) => `${method.toUpperCase()} ${path.replace(/\{(\w+)\}/g, ':$1')}`,
    );
    const routes = listed(service().app.server.printRoutes({ commonPrefix: false }));
    expect(routes.length).toBeGreaterThan(operations.length);
    const rest = routes.filter((route) => others.every(([path]) => !path.test(route)));
    expect(rest.toSorted()).toEqual(documented.toSorted());
  });

  it('gives the document without a key, the same each time', async () => {
    const response = await fetch(`${service().url}/api/v1/openapi.json`);
    expect(response.headers.get('content-type')).toMatch(/^application\/json/);
    expect(await response.json()).toEqual(JSON.parse(JSON.stringify(document)));
  });
});

/** `GET /api/v1/jobs` for each line of what fastify prints of its routes. */
function listed(tree: string): string[] {
  const path: string[] = [];
  return tree.split('\n').flatMap((line) => {
    const [, indent = '', part = '', methods = ''] = /^([│├└─\s]*)(\S*)(?: \(([A-Z, ]+)\))?/.exec(line) ?? [];
    if (part === '') return [];
    path.splice(indent.length / 4 - 1, Infinity, part);
    return methods === '' ? [] : methods.split(', ').map((method) => `${method} ${path.join('')}`);
  });
}
