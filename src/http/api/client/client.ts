import type { z } from 'zod';
import { contract } from '../contract.ts';
import { type AnswerOf, API_PATH, type Endpoint, isFile, type WishOf } from '../endpoint.ts';
import { AfterwordError, errorOf } from './error.ts';

export { AfterwordError };

export interface ClientOptions {
  /** Where the service is reached: `https://csat.example.com`. */
  baseUrl: string;
  /** One of API_KEYS, or one that was made by `afterword key create`. */
  key: string;
  /** Default: that of the platform. */
  fetch?: typeof fetch;
}

export interface RequestOptions {
  /** Of what changes something: the same request with the same key is done once, and answered as it was then. */
  idempotencyKey?: string;
  signal?: AbortSignal;
}

/** What came back, besides the answer itself. */
export interface LastResponse {
  status: number;
  headers: Headers;
}

/** An answer: dates are Dates. `lastResponse` is not among its own enumerable fields. */
export type Result<T> = T & { readonly lastResponse: LastResponse };

type Params<Path extends string> = Path extends `${string}{${string}}${infer Rest}`
  ? [param: string, ...Params<Rest>]
  : [];
type Wish<W> = [W] extends [undefined] ? [] : object extends W ? [given?: W] : [given: W];
type Answer<E extends Endpoint> = AnswerOf<E> extends { mediaType: string } ? Response : Result<AnswerOf<E>>;

/** The parameters of the path, then the body or the query, then options. Rejects with an {@link AfterwordError}. */
type Method<E extends Endpoint> = (
  ...given: [...Params<E['path']>, ...Wish<WishOf<E>>, options?: RequestOptions]
) => Promise<Answer<E>>;

type Contract = typeof contract;

/** A method for each endpoint, by resource: `client.dialogues.create({ ... })`. A file comes as a `Response`. */
export type Client = {
  [R in keyof Contract]: {
    [N in keyof Contract[R]['endpoints']]: Contract[R]['endpoints'][N] extends infer E extends Endpoint
      ? Method<E>
      : never;
  };
};

/** A client of the API, typed by the schemas that the service itself uses. */
export function createClient(options: ClientOptions): Client {
  const resources = Object.entries(contract).map(([name, { endpoints }]) => [
    name,
    Object.fromEntries(
      Object.entries<Endpoint>(endpoints).map(([method, endpoint]) => [method, methodOf(endpoint, options)]),
    ),
  ]);
  return Object.fromEntries(resources) as Client;
}

function methodOf(endpoint: Endpoint, { baseUrl, key, fetch: send = fetch }: ClientOptions) {
  const names = [...endpoint.path.matchAll(/\{(\w+)\}/g)].length;
  const takes = endpoint.body ?? endpoint.query;
  return async (...given: unknown[]): Promise<unknown> => {
    const params = given.slice(0, names).map(String);
    const wish = takes ? given[names] : undefined;
    const options = (given[names + (takes ? 1 : 0)] ?? {}) as RequestOptions;
    const path = endpoint.path.replace(/\{\w+\}/g, () => encodeURIComponent(params.shift() ?? ''));
    const query = endpoint.body ? '' : queryOf(wish);
    const response = await answered(
      send(`${baseUrl.replace(/\/+$/, '')}${API_PATH}${path}${query}`, {
        method: endpoint.method,
        headers: {
          authorization: `Bearer ${key}`,
          ...(endpoint.body && { 'content-type': 'application/json' }),
          ...(options.idempotencyKey !== undefined && { 'idempotency-key': options.idempotencyKey }),
        },
        ...(endpoint.body && { body: JSON.stringify(wish ?? {}) }),
        ...(options.signal && { signal: options.signal }),
      }),
    );
    if (!response.ok) throw await errorOf(response);
    if (isFile(endpoint.answer)) return response;
    return resultOf(response, endpoint.answer);
  };
}

async function answered(request: Promise<Response>): Promise<Response> {
  try {
    return await request;
  } catch (error) {
    const why = error instanceof Error && error.cause instanceof Error ? error.cause.message : String(error);
    throw new AfterwordError(`the service did not answer: ${why}`, 'no_answer', 0, [], null, {
      cause: error,
    });
  }
}

/** A list is a parameter that is repeated; what is undefined or null is left out. */
function queryOf(wish: unknown): string {
  const query = new URLSearchParams();
  for (const [name, value] of Object.entries(wish ?? {})) {
    for (const one of [value ?? []].flat()) query.append(name, String(one));
  }
  const text = query.toString();
  return text === '' ? '' : `?${text}`;
}

async function resultOf(response: Response, schema: z.ZodType): Promise<unknown> {
  const text = await response.text();
  const { status, headers } = response;
  let data: unknown;
  try {
    data = schema.parse(JSON.parse(text));
  } catch (cause) {
    const message = 'the answer is none of this release of the API; use the client of the service’s release';
    throw new AfterwordError(message, 'unreadable_answer', status, [], null, { cause });
  }
  const lastResponse: LastResponse = { status, headers };
  return Object.defineProperty(data, 'lastResponse', { value: lastResponse });
}

/** Every page of a list, each as it comes: `for await (const { dialogues } of pages(client.dialogues.list, {...}))`. */
export async function* pages<Query, Page extends { next: string | null }>(
  list: (...given: [given?: Query, options?: RequestOptions]) => Promise<Page>,
  query: Query,
): AsyncGenerator<Page, void> {
  for (let cursor: string | null | undefined; cursor !== null; ) {
    const page = await list({ ...query, ...(cursor !== undefined && { cursor }) });
    yield page;
    cursor = page.next;
  }
}
