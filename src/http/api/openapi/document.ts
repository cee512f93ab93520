import { z } from 'zod';
import { problem, type ProblemCode, problems, problemType } from '../../problems.ts';
import { PROBLEM_JSON } from '../../refusals.ts';
import { contract } from '../contract.ts';
import { API_PATH, CHANNEL, type Endpoint, isFile, type Resource } from '../endpoint.ts';

type Json = null | boolean | number | string | Json[] | { [name: string]: Json };
export type JsonObject = { [name: string]: Json };

/** An endpoint in the document, as far as the reference page reads it. */
export interface Operation {
  operationId: string;
  tags: string[];
  summary: string;
  description?: string;
  security: Array<{ key?: string[] }>;
  parameters: Array<{ $ref: string } | Parameter>;
  requestBody?: { required: boolean; content: Record<string, MediaType> };
  responses: Record<string, { description: string; content: Record<string, MediaType> }>;
}

export interface Parameter {
  name: string;
  in: string;
  required: boolean;
  description?: string;
  schema: JsonObject;
  example?: Json;
}

interface MediaType {
  schema: JsonObject;
  example?: Json;
  examples?: Record<string, { summary: string; value: Json }>;
}

/** An OpenAPI 3.1 document. */
export interface OpenApiDocument {
  openapi: string;
  info: JsonObject;
  servers: Array<{ url: string }>;
  tags: Array<{ name: string; description: string }>;
  paths: Record<string, Record<string, Operation>>;
  components: {
    schemas: Record<string, JsonObject>;
    parameters: Record<string, Parameter>;
    headers: Record<string, JsonObject>;
    securitySchemes: Record<string, JsonObject>;
  };
}

/**
 * Describes the API by the schemas with which it reads and answers.
 * @param channel stands in the examples
 */
export function openApiDocument(channel: string): OpenApiDocument {
  const schemas: Record<string, JsonObject> = {};
  const toSchema = (schema: z.ZodType): JsonObject => schemaOf(schema, schemas);
  toSchema(problem);
  const paths: OpenApiDocument['paths'] = {};
  for (const [name, resource] of Object.entries<Resource>(contract)) {
    for (const [method, endpoint] of Object.entries(resource.endpoints)) {
      const path = (paths[`${API_PATH}${endpoint.path}`] ??= {});
      path[endpoint.method.toLowerCase()] = operationOf(`${name}.${method}`, resource, endpoint, toSchema);
    }
  }
  const document: OpenApiDocument = {
    openapi: '3.1.0',
    info: {
      title: 'Afterword',
      version: 'v1',
      summary: 'Asks a client how a support dialogue went, and says what they answered.',
      license: { name: 'MIT', identifier: 'MIT' },
    },
    servers: [{ url: '/' }],
    tags: Object.values<Resource>(contract).map(({ title, about }) => ({
      name: title,
      description: about.join('\n\n'),
    })),
    paths,
    components: {
      schemas,
      parameters: { IdempotencyKey: idempotencyKey },
      headers: rateHeaders,
      securitySchemes: {
        key: {
          type: 'http',
          scheme: 'bearer',
          description:
            'One of API_KEYS, which may do everything, or a key that was made by `afterword key create`, which has scopes.',
        },
      },
    },
  };
  return JSON.parse(JSON.stringify(document).replaceAll(CHANNEL, channel)) as OpenApiDocument;
}

const idempotencyKey: Parameter = {
  name: 'Idempotency-Key',
  in: 'header',
  required: false,
  description:
    'The same request with the same key is done once: for 24 hours it is answered as it was then, with the header `Idempotent-Replayed: true`.',
  schema: { type: 'string', maxLength: 255 },
};

const rateHeaders: Record<string, JsonObject> = Object.fromEntries(
  [
    ['RateLimit-Limit', 'How many requests the window takes.'],
    ['RateLimit-Remaining', 'How many more it takes.'],
    ['RateLimit-Reset', 'In how many seconds the next window begins.'],
  ].map(([name = '', description = '']) => [name, { description, schema: { type: 'integer' } }]),
);

function operationOf(
  operationId: string,
  { title }: Resource,
  endpoint: Endpoint,
  toSchema: (schema: z.ZodType) => JsonObject,
): Operation {
  const { method, scope, summary, about, body, example } = endpoint;
  return {
    operationId,
    tags: [title],
    summary,
    ...(about && { description: about.join('\n\n') }),
    security: scope === null ? [] : [{ key: [scope] }],
    parameters: [
      ...parametersOf(endpoint.params, 'path', example?.params, toSchema),
      ...parametersOf(endpoint.query, 'query', body ? undefined : example?.given, toSchema),
      ...(method === 'GET' ? [] : [{ $ref: '#/components/parameters/IdempotencyKey' }]),
    ],
    ...(body && {
      requestBody: {
        required: !body.safeParse(null).success,
        content: {
          'application/json': {
            schema: toSchema(documented(body)),
            ...(example?.given && { example: example.given as JsonObject }),
          },
        },
      },
    }),
    responses: { ...answersOf(endpoint, toSchema), ...refusalsOf(endpoint) },
  };
}

function parametersOf(
  schema: z.ZodType | undefined,
  place: string,
  example: object | undefined,
  toSchema: (schema: z.ZodType) => JsonObject,
): Parameter[] {
  if (!schema) return [];
  const { properties = {}, required = [] } = toSchema(schema) as {
    properties?: Record<string, JsonObject>;
    required?: string[];
  };
  const values = (example ?? {}) as JsonObject;
  return Object.entries(properties).map(([name, { description, ...rest }]) => ({
    name,
    in: place,
    required: place === 'path' || required.includes(name),
    ...(typeof description === 'string' && { description }),
    schema: rest,
    ...(values[name] !== undefined && { example: values[name] }),
  }));
}

function answersOf(
  { answer, statuses = { 200: 'It is done.' }, example }: Endpoint,
  toSchema: (schema: z.ZodType) => JsonObject,
): Operation['responses'] {
  const headers = Object.fromEntries(
    Object.keys(rateHeaders).map((name) => [name, { $ref: `#/components/headers/${name}` }]),
  );
  const content: Record<string, MediaType> = isFile(answer)
    ? { [answer.mediaType]: { schema: { type: 'string', format: 'binary' } } }
    : {
        'application/json': {
          schema: toSchema(answer),
          ...(example?.answer && { example: example.answer as JsonObject }),
        },
      };
  return Object.fromEntries(
    Object.entries(statuses).map(([status, description]) => [status, { description, headers, content }]),
  );
}

/** What every endpoint may be refused with, besides its own. */
function refusalsOf({ scope, params, query, body, refusals = [] }: Endpoint): Operation['responses'] {
  const codes: ProblemCode[] = [
    ...(params || query || body ? (['invalid_request'] as const) : []),
    ...(scope === null ? [] : (['unauthorized', 'forbidden_scope'] as const)),
    ...refusals,
    'rate_limited',
    'internal',
    'store_unavailable',
  ];
  const responses: Operation['responses'] = {};
  for (const code of codes) {
    const { status, title, remedy } = problems[code];
    const response = (responses[status] ??= {
      description: '',
      content: { [PROBLEM_JSON]: { schema: { $ref: '#/components/schemas/Problem' }, examples: {} } },
    });
    response.description = [response.description, title].filter((text) => text !== '').join('; ');
    const examples = response.content[PROBLEM_JSON]?.examples;
    const error = { code, message: remedy, faults: [] };
    const value = { type: problemType(code), title, status, detail: remedy, code, faults: [], error };
    if (examples) examples[code] = { summary: title, value };
  }
  return responses;
}

/** A body that may be missing is read by what its schema does after that. */
function documented(schema: z.ZodType): z.ZodType {
  return schema instanceof z.ZodPipe && schema.in instanceof z.ZodTransform
    ? (schema.out as z.ZodType)
    : schema;
}

/** @param shared takes the schemas with an id, to which others refer */
function schemaOf(schema: z.ZodType, shared: Record<string, JsonObject>): JsonObject {
  const made = z.toJSONSchema(schema, { io: 'input', unrepresentable: 'any' });
  const text = JSON.stringify(made).replaceAll('"#/$defs/', '"#/components/schemas/');
  const { $schema: _, $defs = {}, id, ...rest } = JSON.parse(text) as JsonObject;
  for (const [name, { id: __, ...definition }] of Object.entries($defs as Record<string, JsonObject>)) {
    shared[name] ??= definition;
  }
  if (typeof id !== 'string') return rest;
  shared[id] ??= rest;
  return { $ref: `#/components/schemas/${id}` };
}
