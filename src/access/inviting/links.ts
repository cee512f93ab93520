import type { ChannelAdapter } from '../../channel.ts';
import { messageOf } from '../../errors.ts';
import type { Person } from '../person.ts';

/** Makes the address that opens the bot of a channel with this payload. @throws {Error} where there is none now */
export type LinkOf = (
  channel: string,
  payload: string,
  invited: Pick<Person, 'kind' | 'name' | 'language'>,
) => string;

/** Links of the platforms themselves. */
export function platformLinks(channels: ReadonlyMap<string, ChannelAdapter>): LinkOf {
  return (name, payload, { kind }) => {
    const channel = channels.get(name);
    if (!channel) throw new Error(`there is no channel "${name}"`);
    if (kind === 'person') return channel.link(payload);
    if (!channel.groupLink) throw new Error('its bot cannot be in a group');
    return channel.groupLink(payload);
  };
}

/** Links of the simulated platforms, which open the simulation's page. @param page its address */
export function simulatedLinks(page: string): LinkOf {
  return (channel, payload, { name, kind, language }) => {
    const query = new URLSearchParams({ payload, name, kind, locale: language });
    return `${page}/open/${channel}?${query.toString()}`;
  };
}

/** The channels in which somebody can be invited, and why not in the others. */
export function invitable(
  channels: readonly string[],
  linkOf: LinkOf,
  invited: Pick<Person, 'kind' | 'name' | 'language'>,
): { channels: string[]; faults: Array<{ channel: string; message: string }> } {
  const faults: Array<{ channel: string; message: string }> = [];
  const usable = channels.filter((channel) => {
    try {
      linkOf(channel, '', invited);
      return true;
    } catch (error) {
      faults.push({ channel, message: messageOf(error) });
      return false;
    }
  });
  return { channels: usable, faults };
}
