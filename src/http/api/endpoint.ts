import type { z } from 'zod';
import type { ProblemCode } from '../problems.ts';
import type { ApiScope } from '../../access/keys/scopes.ts';

/**
 * One endpoint of the API, in the one place where it is written: its route, its part of the OpenAPI document and the
 * method of the client come from here.
 */
export interface Endpoint {
  method: 'GET' | 'POST' | 'PATCH' | 'PUT' | 'DELETE';
  /** Below /api/v1, with its parameters in braces. */
  path: string;
  /** What a key must be allowed; null: no key is needed. */
  scope: ApiScope | null;
  /** A few words in the imperative. */
  summary: string;
  /** Plain sentences; a paragraph each. */
  about?: readonly string[];
  params?: z.ZodObject;
  query?: z.ZodType;
  body?: z.ZodType;
  /** What it answers when all is well. Written as values (a Date), sent as JSON (ISO 8601). */
  answer: z.ZodType | FileAnswer;
  /** The statuses of that, with when each comes. Default: 200. */
  statuses?: Readonly<Record<number, string>>;
  /** Codes of refusals besides those that every endpoint may answer with. */
  refusals?: readonly ProblemCode[];
  /** What may be sent, and what comes back then. `CHANNEL` stands for a channel in use. */
  example?: { params?: object; given?: object; answer?: object };
}

/** An answer that is a file. */
export interface FileAnswer {
  mediaType: string;
}

export const isFile = (answer: z.ZodType | FileAnswer): answer is FileAnswer => 'mediaType' in answer;

/** Endpoints about one thing. */
export interface Resource {
  /** As readers call it. */
  title: string;
  about: readonly string[];
  endpoints: Readonly<Record<string, Endpoint>>;
}

/** Keeps the literal types, from which handlers and the client are typed. */
export const resource = <const R extends Resource>(given: R): R => given;

/** Stands in examples for the name of a channel, since no platform is named here. */
export const CHANNEL = '{channel}';

type Of<S> = S extends z.ZodType ? z.output<S> : undefined;
type Wish<S> = S extends z.ZodType ? z.input<S> : undefined;

export type ParamsOf<E extends Endpoint> = Of<E['params']>;
export type QueryOf<E extends Endpoint> = Of<E['query']>;
export type BodyOf<E extends Endpoint> = Of<E['body']>;
/** What a caller gives besides the parameters of the path. */
export type WishOf<E extends Endpoint> = E['body'] extends z.ZodType ? Wish<E['body']> : Wish<E['query']>;
/** What is answered: values of the schema. */
export type AnswerOf<E extends Endpoint> = E['answer'] extends z.ZodType ? z.output<E['answer']> : FileAnswer;

/** What each path of the API begins with. */
export const API_PATH = '/api/v1';
