import type { FastifyPluginAsync } from 'fastify';
import type { ZodTypeProvider } from 'fastify-type-provider-zod';
import { z } from 'zod';
import { languages } from '../../locales/index.ts';
import { appearanceCookies, themes } from './kit/view.ts';

const YEAR_S = 365 * 86_400;
const chosen = z.object({
  theme: z.enum(themes).optional(),
  language: z.enum(languages).optional(),
  back: z.string().default('/dashboard'),
});

/** `POST /appearance`: keeps the theme or the language of pages in a cookie, and goes back to where it was chosen. */
export const appearanceRoutes: FastifyPluginAsync = async (plain) => {
  const server = plain.withTypeProvider<ZodTypeProvider>();
  server.post(
    '/appearance',
    { config: { isPublic: true }, schema: { body: chosen } },
    async ({ body }, reply) => {
      for (const name of ['theme', 'language'] as const) {
        const value = body[name];
        if (value) {
          const cookie = { path: '/dashboard', maxAge: YEAR_S, sameSite: 'lax', httpOnly: true } as const;
          void reply.setCookie(appearanceCookies[name], value, cookie);
        }
      }
      return reply.redirect(ownPath(body.back), 303);
    },
  );
};

/** Only a page of the dashboard: an address may not lead to another site. */
const ownPath = (path: string): string =>
  /^\/dashboard(?:[/?#]|$)[^\\\r\n]*$/.test(path) ? path : '/dashboard';
