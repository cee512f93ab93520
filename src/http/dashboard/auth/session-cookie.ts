import { Signer } from '@fastify/cookie';
import type { FastifyReply, FastifyRequest } from 'fastify';

/** The cookie that holds the secret of a session, signed. */
export interface SessionCookie {
  /** @returns null: there is none, or it is not signed by this service */
  read(request: FastifyRequest): string | null;
  set(reply: FastifyReply, secret: string): void;
  clear(reply: FastifyReply): void;
}

export interface SessionCookieOptions {
  /** 32 bytes, the same for all instances of a store. */
  key: Buffer;
  /** Whether people come by https: then the cookie is sent in no other way, and by this host alone. */
  isSecure: boolean;
  /** How long browsers keep it; in milliseconds. */
  maxAgeMs: number;
}

export function createSessionCookie({ key, isSecure, maxAgeMs }: SessionCookieOptions): SessionCookie {
  const signer = new Signer(key);
  // Browsers take a cookie of this prefix only with Secure, without Domain and with this path.
  const name = isSecure ? '__Host-afterword' : 'afterword';
  const attributes = { path: '/', httpOnly: true, sameSite: 'lax', secure: isSecure } as const;
  return {
    read({ cookies }) {
      const given = cookies[name];
      if (given === undefined) return null;
      const { valid, value } = signer.unsign(given);
      return valid ? value : null;
    },
    set(reply, secret) {
      void reply.setCookie(name, signer.sign(secret), { ...attributes, maxAge: Math.floor(maxAgeMs / 1000) });
    },
    clear(reply) {
      void reply.clearCookie(name, attributes);
    },
  };
}
