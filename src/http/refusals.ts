import type { Socket } from 'node:net';
import type { Duplex } from 'node:stream';
import type { FastifyReply } from 'fastify';
import { hasZodFastifySchemaValidationErrors } from 'fastify-type-provider-zod';
import type { z } from 'zod';
import { ApiError, type RequestFault, StoreError } from '../errors.ts';
import { type Fault, faultOf, type PlainFaultKind } from '../text/fault.ts';
import { problem, problemTitle, problemType } from './problems.ts';
import { inOwnWords } from './words.ts';

/** What a request is refused with, in the one shape of every error. */
export interface Refusal {
  status: number;
  code: string;
  message: string;
  /** What the message says, for pages; null: they say it by the code alone. */
  about?: Fault | null;
  faults: readonly RequestFault[];
}

export const errorResponses = { '4xx': problem, '5xx': problem };

export const PROBLEM_JSON = 'application/problem+json';

export function bodyOf({ status, code, message, faults: places }: Refusal): z.output<typeof problem> {
  const faults = places.map(({ path, message: said }) => ({ path, message: said }));
  return {
    type: problemType(code),
    title: problemTitle(code),
    status,
    detail: message,
    code,
    faults,
    error: { code, message, faults },
  };
}

/** Answers a request with a refusal. */
export function refuse(reply: FastifyReply, refusal: Refusal): FastifyReply {
  return reply.status(refusal.status).type(PROBLEM_JSON).send(bodyOf(refusal));
}

const invalid = (status: number, message: string): Refusal => ({
  status,
  code: 'invalid_request',
  message,
  faults: [],
});

const said = (status: number, kind: PlainFaultKind, code = 'invalid_request'): Refusal => {
  const about = faultOf(kind);
  return { status, code, message: about.message, about, faults: [] };
};

export const notFound = said(404, 'not_served', 'not_found');

export const methodNotAllowed = (allowed: readonly string[]): Refusal => ({
  status: 405,
  code: 'method_not_allowed',
  message: `this address takes ${allowed.join(' and ')} only`,
  faults: [],
});

export const compressed = invalid(415, 'the body is compressed; send it without "Content-Encoding"');

export const expectation = invalid(417, 'the header "Expect" may hold 100-continue only');

export const noHost = invalid(400, 'the request names no host; send the header "Host"');

/** By the codes of Fastify; its own words name its parts and not what is to be done. */
const byCode: Record<string, PlainFaultKind> = {
  FST_ERR_BAD_URL: 'bad_percent_sign',
  FST_ERR_CTP_BODY_TOO_LARGE: 'body_too_large',
  FST_ERR_CTP_EMPTY_JSON_BODY: 'body_empty',
  FST_ERR_CTP_INVALID_JSON_BODY: 'body_not_json',
  FST_ERR_CTP_INVALID_MEDIA_TYPE: 'body_of_another_type',
  FST_ERR_CTP_INVALID_CONTENT_LENGTH: 'body_of_another_length',
};
const byStatus: Record<number, PlainFaultKind> = {
  400: 'unreadable',
  413: 'body_too_large',
  414: 'address_too_long',
  415: 'body_of_another_type',
};

/** What to answer when serving a request threw this. */
export function refusalOf(error: unknown): Refusal {
  if (error instanceof ApiError) return error;
  if (error instanceof StoreError) return said(503, 'store_unavailable', 'store_unavailable');
  if (hasZodFastifySchemaValidationErrors(error)) {
    const places = error.validation.map(({ instancePath, message = 'is not valid', params }) => ({
      path: instancePath.slice(1).replaceAll('/', '.'),
      ...inOwnWords(message, params),
    }));
    return { ...said(400, 'faults_in_request'), faults: places };
  }
  const { statusCode: status, code } = error as { statusCode?: unknown; code?: unknown };
  if (typeof status === 'number' && status >= 400 && status < 500) {
    return said(status, byCode[String(code)] ?? byStatus[status] ?? 'refused');
  }
  return said(500, 'internal', 'internal');
}

/** Answers what is no HTTP, or comes too slowly, before there is a request. */
export function answerSocket(error: NodeJS.ErrnoException, socket: Socket): void {
  // Bytes after the beginning of an answer would be read as a part of it. Node itself asks the same way.
  const { _httpMessage: answer } = socket as { _httpMessage?: { headersSent: boolean } | null };
  if (error.code === 'ECONNRESET' || !socket.writable || answer?.headersSent) {
    socket.destroy();
    return;
  }
  endWith(socket, socketRefusal(error.code ?? ''));
}

function endWith(socket: Duplex, refusal: Refusal): void {
  const body = JSON.stringify(bodyOf(refusal));
  socket.end(
    [
      `HTTP/1.1 ${refusal.status} ${reasons[refusal.status]}`,
      `content-type: ${PROBLEM_JSON}; charset=utf-8`,
      `content-length: ${Buffer.byteLength(body)}`,
      'x-content-type-options: nosniff',
      'connection: close',
      '',
      body,
    ].join('\r\n'),
  );
}

/** A tunnel that is asked for never becomes a request here. */
export function answerConnect(_request: unknown, socket: Duplex): void {
  endWith(socket, invalid(400, 'this is no proxy; send the request to its own address'));
}

const reasons: Record<number, string> = {
  400: 'Bad Request',
  408: 'Request Timeout',
  431: 'Request Header Fields Too Large',
};

function socketRefusal(code: string): Refusal {
  if (code === 'HPE_HEADER_OVERFLOW') return invalid(431, 'the headers are larger than 16 KiB');
  if (code === 'HPE_CHUNK_EXTENSIONS_OVERFLOW') return invalid(400, 'the request is not valid HTTP');
  if (code === 'ERR_HTTP_REQUEST_TIMEOUT') return invalid(408, 'the request did not come to its end in time');
  return invalid(400, 'the request is not valid HTTP');
}
