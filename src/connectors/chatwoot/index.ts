import { z } from 'zod';
import { httpUrl, text } from '../../config/values.ts';
import type { ConnectorDefinition } from '../connector.ts';
import { createChatwootApi } from './api.ts';
import { createChatwootHelpdesk } from './helpdesk.ts';
import { createChatwootReader } from './read.ts';
import { signatureFault } from './verify.ts';

export const chatwoot = {
  secretVariable: 'CONNECT_CHATWOOT_SECRET',
  variables: {
    CONNECT_CHATWOOT_SECRET: {
      schema: text
        .regex(
          /^[\w-]{16,}$/,
          'is not at least 16 of A-Z, a-z, 0-9, _ and -; make one with: openssl rand -hex 24',
        )
        .optional(),
      about:
        'Connects Chatwoot: the secret in the address of its webhook, PUBLIC_URL/connect/chatwoot/SECRET.',
      secret: true,
    },
    CONNECT_CHATWOOT_SIGNING_SECRET: {
      schema: text.optional(),
      about:
        'The secret that Chatwoot shows with the webhook, from version 4.11.2 on; if set, only signed calls are accepted.',
      secret: true,
    },
    CONNECT_CHATWOOT_URL: {
      schema: httpUrl
        .refine(
          (url) => !/\/(app|api)(\/|$)/.test(new URL(url).pathname),
          'must end with the name of the host, e.g. https://chat.example.com',
        )
        .transform((url) => url.replace(/[/?#]+$/, ''))
        .optional(),
      about:
        'Where Chatwoot is, e.g. https://chat.example.com, to write ratings back and to find missed webhooks.',
    },
    CONNECT_CHATWOOT_API_TOKEN: {
      schema: text.optional(),
      about: 'The access token of a Chatwoot agent who sees the inbox, from their profile settings.',
      secret: true,
    },
    CONNECT_CHATWOOT_ACCOUNT: {
      schema: z
        .string()
        .trim()
        .regex(/^\d+(\s*,\s*\d+)*$/, 'is not the number in /app/accounts/NUMBER/, or several with commas')
        .optional(),
      about:
        'The number of the Chatwoot account, from its address /app/accounts/NUMBER/; others are ignored.',
    },
  },

  faults({
    CONNECT_CHATWOOT_SECRET: secret,
    CONNECT_CHATWOOT_SIGNING_SECRET: signing,
    CONNECT_CHATWOOT_URL: url,
    CONNECT_CHATWOOT_API_TOKEN: token,
    CONNECT_CHATWOOT_ACCOUNT: account,
  }) {
    const faults: string[] = [];
    if (secret === undefined && (signing ?? url ?? token ?? account) !== undefined) {
      faults.push(
        'CONNECT_CHATWOOT_SECRET is missing; set it, or remove the other CONNECT_CHATWOOT_ variables',
      );
    }
    if (url !== undefined && token === undefined) {
      faults.push('CONNECT_CHATWOOT_API_TOKEN is missing; CONNECT_CHATWOOT_URL is of no use without it');
    }
    if (token !== undefined && url === undefined) {
      faults.push('CONNECT_CHATWOOT_URL is missing; CONNECT_CHATWOOT_API_TOKEN is of no use without it');
    }
    if (url !== undefined && token !== undefined && account === undefined) {
      faults.push('CONNECT_CHATWOOT_ACCOUNT is missing; set the number in the address /app/accounts/NUMBER/');
    }
    return faults;
  },

  create(settings, { clock }) {
    const {
      CONNECT_CHATWOOT_SIGNING_SECRET: signing,
      CONNECT_CHATWOOT_URL: url,
      CONNECT_CHATWOOT_API_TOKEN: token,
      CONNECT_CHATWOOT_ACCOUNT: account = '',
    } = settings;
    const accounts = account.split(',').flatMap((one) => (one.trim() === '' ? [] : [String(Number(one))]));
    const reader = createChatwootReader(accounts);
    const api = url !== undefined && token !== undefined ? createChatwootApi({ url, token, clock }) : null;
    return {
      verify: (request) => (signing === undefined ? null : signatureFault(request, signing, clock.now())),
      read: reader.event,
      helpdesk: api && createChatwootHelpdesk({ api, reader, accounts }),
    };
  },
} as const satisfies ConnectorDefinition;
