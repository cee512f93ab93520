import { z } from 'zod';
import { type ApiKeys, createApiKeys } from '../../access/keys/api-keys.ts';
import type { ApiKey } from '../../access/keys/key-records.ts';
import { apiScopes } from '../../access/keys/scopes.ts';
import { systemClock } from '../../clock.ts';
import { ConfigError } from '../../errors.ts';
import { printable } from '../../text/printable.ts';
import type { CliCommand } from '../command.ts';
import { momentIn } from '../moment.ts';
import { type OpenedStore, withStore } from '../store.ts';

const flags = z.object({ name: z.string().optional(), scope: z.array(z.string()).default([]) });

const create: CliCommand = {
  description: 'make a key of the API and print it, this once',
  options: [
    { flags: '--name <name>', description: 'by which people and logs know it, such as helpdesk' },
    {
      flags: '--scope <scope>',
      description: `what it may do; give it several times: ${apiScopes.join(', ')}`,
      repeats: true,
    },
  ],
  run: (print, { options }) =>
    withKeys(async (keys) => {
      const { name, scope } = flags.parse(options);
      if (name === undefined) {
        throw new ConfigError(['--name is missing; write the name by which people and logs know the key']);
      }
      const made = await keys.create({ name, scopes: scope });
      print(`${made.name}: ${scopesOf(made)}`);
      print(`\n${made.key}\n`);
      print('It is not shown again: only a hash of it is kept. Send it as "Authorization: Bearer <key>".');
    }),
};

const list: CliCommand = {
  description: 'show the keys of the API, with their scopes and last use',
  run: (print) =>
    withKeys(async (keys, { config, store }) => {
      const all = await keys.list();
      for (const key of all) print(describe(key, config.REPORT_TIMEZONE));
      if (all.length === 0) {
        print('No key yet; make one: afterword key create --name helpdesk --scope dialogues:write');
      }
      print(`\n${store.name}`);
    }),
};

const revoke: CliCommand = {
  description: 'make a key of the API invalid',
  arguments: [{ name: '<name>', description: 'its name in `key list`' }],
  run: (print, { arguments: [name = ''] }) =>
    withKeys(async (keys) => {
      if (!(await keys.revoke(name))) {
        throw new ConfigError([`no key is called "${name}"; see which there are by: afterword key list`]);
      }
      print(`${printable(name)} is revoked; a running service refuses it three seconds later at most.`);
    }),
};

export const key: CliCommand = {
  description: 'make, show and revoke keys of the API',
  commands: { create, list, revoke },
};

const withKeys = (work: (keys: ApiKeys, opened: OpenedStore) => Promise<void>): Promise<void> =>
  withStore(async (opened) => {
    const { store, log, config } = opened;
    await work(createApiKeys({ store, clock: systemClock, log, seeds: config.API_KEYS }), opened);
  });

/** Two lines: what a key may do, and since when it is used. */
function describe({ name, scopes, createdAt, lastUsedAt }: ApiKey, zone: string): string {
  const used = lastUsedAt === null ? 'not used yet' : `last used ${momentIn(zone, lastUsedAt)}`;
  return [
    `${printable(name)}: ${scopesOf({ scopes })}`,
    createdAt === null ? '  of the environment' : `  made ${momentIn(zone, createdAt)} (${zone}), ${used}`,
  ].join('\n');
}

const scopesOf = ({ scopes }: Pick<ApiKey, 'scopes'>): string =>
  scopes === 'all' ? 'every scope' : scopes.join(', ');
