import type { ChannelAdapter } from '../../channel.ts';
import { systemClock } from '../../clock.ts';
import { simulatedLinks } from '../../access/inviting/links.ts';
import type { Person } from '../../access/person.ts';
import { isEveryAddress } from '../../config/addresses.ts';
import type { Config } from '../../config/config.ts';
import { messageOf } from '../../errors.ts';
import type { Log } from '../../log/log.ts';
import { createChannels, platforms } from '../../service.ts';
import type { Store } from '../../store/store.ts';

/** Where a person can be invited. */
export interface InvitingChannel {
  name: string;
  /** As people write it: `Telegram`. */
  title: string;
  /** The address that opens the bot with this payload. */
  link(payload: string): string;
}

export interface InvitingChannels {
  channels: InvitingChannel[];
  /** Why there is no link of another channel: a line each. */
  faults: string[];
  /** What a person must know besides. */
  notes: string[];
}

type Invited = Pick<Person, 'kind' | 'name'>;

/** The channels whose links can be made: on real platforms their bots are asked for their names. */
export async function invitingChannels(
  config: Config,
  { store, log }: { store: Store; log: Log },
  invited: Invited,
): Promise<InvitingChannels> {
  if (config.simulated) return simulatedChannels(config, invited);
  const adapters = await createChannels(config, log, systemClock, store);
  const result: InvitingChannels = { channels: [], faults: [], notes: [] };
  try {
    for (const adapter of adapters) {
      const title = titleOf(adapter.name);
      const link = linkOf(adapter, invited);
      if (!link) {
        result.faults.push(`${title}: its bot cannot be in a group`);
        continue;
      }
      try {
        await adapter.identify?.();
        link(''); // refuses where the platform gave the bot no name
        result.channels.push({ name: adapter.name, title, link });
      } catch (error) {
        result.faults.push(`${title}: no link can be made now: ${messageOf(error)}`);
      }
    }
  } finally {
    await Promise.all(adapters.map((adapter) => adapter.stop()));
  }
  return result;
}

function linkOf(adapter: ChannelAdapter, { kind }: Invited): ((payload: string) => string) | undefined {
  if (kind === 'person') return (payload) => adapter.link(payload);
  return adapter.groupLink && ((payload) => adapter.groupLink?.(payload) ?? '');
}

/** The simulated platforms live inside the running service, so their links open its page. */
async function simulatedChannels(config: Config, { kind, name }: Invited): Promise<InvitingChannels> {
  const host = isEveryAddress(config.HOST) ? '127.0.0.1' : config.HOST;
  const page = `http://${host}:${config.PORT}/simulator`;
  const isRunning = await fetch(`${page}/page/state`).then(
    ({ ok }) => ok,
    () => false,
  );
  const linkOf = simulatedLinks(page);
  return {
    channels: platforms
      .filter(({ hasGroups }) => kind === 'person' || hasGroups)
      .map((platform) => ({
        name: platform.name,
        title: `${platform.title}, simulated`,
        link: (payload) =>
          linkOf(platform.name, payload, { name, kind, language: config.SUPERVISOR_LANGUAGE }),
      })),
    faults: [],
    notes: isRunning
      ? []
      : [
          `The simulation does not run at ${page}: run npm start in this folder, then open a link in a browser.`,
        ],
  };
}

const titleOf = (name: string): string => platforms.find((one) => one.name === name)?.title ?? name;
