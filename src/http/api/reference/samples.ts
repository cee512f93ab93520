import { API_PATH } from '../endpoint.ts';
import type { Operation, Parameter } from '../openapi/document.ts';

/** What a request of the documentation is made of. */
export interface Sample {
  method: string;
  path: string;
  operation: Operation;
  parameters: readonly Parameter[];
}

/** A request as somebody types it. @param baseUrl where the service is reached */
export function curlSample(sample: Sample, baseUrl: string): string {
  const { method, operation } = sample;
  const body = bodyOf(operation);
  const isPublic = operation.security.length === 0;
  const lines = [
    `curl ${method === 'get' ? '' : `-X ${method.toUpperCase()} `}'${baseUrl}${pathOf(sample)}${queryOf(sample)}'`,
    ...(isPublic ? [] : [`-H 'Authorization: Bearer '"$KEY"`]),
    ...(body === undefined
      ? []
      : [`-H 'Content-Type: application/json'`, `-d '${bodyText(body).replaceAll("'", `'\\''`)}'`]),
  ];
  return lines.join(' \\\n  ');
}

/** The same with the client. */
export function clientSample(sample: Sample): string {
  const { operation, parameters } = sample;
  const given = bodyOf(operation) ?? valuesOf(parameters, 'query');
  const params = parameters
    .filter(({ in: place }) => place === 'path')
    .map(({ example }) => literal(example));
  const isEmpty = typeof given === 'object' && given !== null && Object.keys(given).length === 0;
  const args = [...params, ...(isEmpty ? [] : [literal(given)])].join(', ');
  return `await client.${operation.operationId}(${args});`;
}

/** What comes back, as JSON; null: it is a file. */
export function answerSample({ operation }: Sample): { status: string; json: string } | null {
  const [status, answer] =
    Object.entries(operation.responses).findLast(([code]) => code.startsWith('2')) ?? [];
  const example = answer?.content['application/json']?.example;
  return status === undefined || example === undefined
    ? null
    : { status, json: JSON.stringify(example, null, 2) };
}

/** In one line where it is short. */
function bodyText(body: unknown): string {
  const line = JSON.stringify(body);
  return line.length <= 60 ? line : JSON.stringify(body, null, 2).replaceAll('\n', '\n  ');
}

const bodyOf = ({ requestBody }: Operation): unknown => requestBody?.content['application/json']?.example;

const pathOf = ({ path, parameters }: Sample): string =>
  path.replace(/\{(\w+)\}/g, (_, name: string) => {
    const found = parameters.find((one) => one.in === 'path' && one.name === name);
    return encodeURIComponent(typeof found?.example === 'string' ? found.example : name);
  });

function queryOf({ parameters }: Sample): string {
  const query = new URLSearchParams();
  for (const [name, value] of Object.entries(valuesOf(parameters, 'query'))) {
    for (const one of [value].flat()) query.append(name, String(one));
  }
  const text = query.toString();
  return text === '' ? '' : `?${text}`;
}

const valuesOf = (parameters: readonly Parameter[], place: string): Record<string, unknown> =>
  Object.fromEntries(
    parameters.flatMap(({ in: where, name, example }) =>
      where === place && example !== undefined ? [[name, example]] : [],
    ),
  );

/** A value as JavaScript writes it. */
function literal(value: unknown): string {
  if (typeof value === 'string')
    return `'${value.replaceAll('\\', '\\\\').replaceAll("'", "\\'").replaceAll('\n', '\\n')}'`;
  if (Array.isArray(value)) return `[${value.map(literal).join(', ')}]`;
  if (typeof value !== 'object' || value === null) return String(value);
  const fields = Object.entries(value).map(([name, one]) => `${name}: ${literal(one)}`);
  const line = `{ ${fields.join(', ')} }`;
  return line.length <= 60 ? line : `{\n${fields.map((field) => `  ${field},`).join('\n')}\n}`;
}

/** How a program gets its client. @param baseUrl where the service is reached */
export const clientStart = (baseUrl: string): string =>
  `import { createClient } from "afterword/client";

const client = createClient({
  baseUrl: "${baseUrl}",
  key: process.env.KEY,
});`;

export const documentPath = `${API_PATH}/openapi.json`;
