import type { Socket } from 'node:net';
import type { Duplex } from 'node:stream';
import type { FastifyReply } from 'fastify';
import { hasZodFastifySchemaValidationErrors } from 'fastify-type-provider-zod';
import type { z } from 'zod';
import { ApiError, StoreError } from '../errors.ts';
import { problem, problemTitle, problemType } from './problems.ts';
import { inOwnWords } from './words.ts';

/** What a request is refused with, in the one shape of every error. */
export interface Refusal {
  status: number;
  code: string;
  message: string;
  faults: ReadonlyArray<{ path: string; message: string }>;
}

export const errorResponses = { '4xx': problem, '5xx': problem };

export const PROBLEM_JSON = 'application/problem+json';

export const bodyOf = ({ status, code, message, faults: places }: Refusal): z.output<typeof problem> => ({
  type: problemType(code),
  title: problemTitle(code),
  status,
  detail: message,
  code,
  faults: [...places],
  error: { code, message, faults: [...places] },
});

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

export const notFound: Refusal = {
  status: 404,
  code: 'not_found',
  message: 'nothing is served here',
  faults: [],
};

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
const messages: Record<string, string> = {
  FST_ERR_BAD_URL: 'the address has a percent sign that begins no character; encode it as %25',
  FST_ERR_CTP_BODY_TOO_LARGE: 'the body is larger than 1 MiB',
  FST_ERR_CTP_EMPTY_JSON_BODY: 'the body is empty; send JSON, or no content type',
  FST_ERR_CTP_INVALID_JSON_BODY: 'the body is not JSON, or has a field "__proto__" or "constructor"',
  FST_ERR_CTP_INVALID_MEDIA_TYPE: 'the body has a content type that is not taken here; send application/json',
  FST_ERR_CTP_INVALID_CONTENT_LENGTH: 'the body is not as long as the header "Content-Length" says',
};
const byStatus: Record<number, string> = {
  400: 'the request cannot be read',
  413: 'the body is larger than 1 MiB',
  414: 'the address is too long',
  415: 'the body has a content type that is not taken here; send application/json',
};

/** What to answer when serving a request threw this. */
export function refusalOf(error: unknown): Refusal {
  if (error instanceof ApiError) return error;
  if (error instanceof StoreError) {
    const message = 'the store cannot be reached; nothing was saved, send the request again later';
    return { status: 503, code: 'store_unavailable', message, faults: [] };
  }
  if (hasZodFastifySchemaValidationErrors(error)) {
    const places = error.validation.map(({ instancePath, message = 'is not valid', params }) => ({
      path: instancePath.slice(1).replaceAll('/', '.'),
      message: inOwnWords(message, params),
    }));
    return { ...invalid(400, 'the request has faults; mend each and send it again'), faults: places };
  }
  const { statusCode: status, code } = error as { statusCode?: unknown; code?: unknown };
  if (typeof status === 'number' && status >= 400 && status < 500) {
    return invalid(status, messages[String(code)] ?? byStatus[status] ?? 'the request is refused');
  }
  const message = 'something went wrong here; the log says what';
  return { status: 500, code: 'internal', message, faults: [] };
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
