import { setImmediate } from 'node:timers/promises';
import { isQuiet } from '../../access/quiet-hours.ts';
import type { Chat } from '../../access/chat.ts';
import type { ChannelAdapter, Choice, LinkChoice, Message, SendOptions } from '../../channel.ts';
import type { Clock } from '../../clock.ts';
import { createTranslator } from '../../locales/index.ts';
import { type Monitor, unmonitored } from '../../monitoring/monitor.ts';
import type { Digest } from '../digest.ts';
import { type DialogueLinks, linkRows, withHelpdeskIds } from './links.ts';
import { type MoreAbout, writeMoreArgument } from './more-argument.ts';
import { type Recipient } from './recipient.ts';
import { renderDigest } from '../render/render.ts';
import { writeStaffToken } from '../../token.ts';

/** Rows of buttons. */
export type Buttons = Array<Array<Choice | LinkChoice>>;

/** @throws {ChannelError} */
export type SendDigest = (chat: Chat, message: Message, options?: SendOptions) => Promise<unknown>;

export interface DeliverOptions {
  channels: ReadonlyMap<string, Pick<ChannelAdapter, 'folds'>>;
  send: SendDigest;
  links: DialogueLinks;
  clock: Pick<Clock, 'now'>;
  /** The zone whose calendar days are reported. */
  zone: string;
  monitor?: Pick<Monitor, 'digest'>;
}

/**
 * Sends a digest's text, and what is folded below it or offered behind a button; gives the buttons.
 * @throws {ChannelError}
 */
export type Deliver = (
  recipient: Recipient,
  digest: Omit<Digest, 'language'>,
  more: MoreAbout,
  options?: SendOptions,
) => Promise<Buttons>;

export function createDeliver(options: DeliverOptions): Deliver {
  const { channels, send, links, clock, zone, monitor = unmonitored } = options;
  return async ({ chat, person }, digest, about, sending) => {
    const { language } = person;
    // Many are delivered at once, and the text of each takes a few milliseconds: taps have their turn in between.
    await setImmediate();
    const { title, text, more, shown } = renderDigest({ ...withHelpdeskIds(digest, links), language });
    const isFolded = channels.get(chat.channel)?.folds === true;
    const rows: Buttons = linkRows(shown, links);
    if (more !== '' && !isFolded) {
      const token = writeStaffToken({ area: moreArea, argument: writeMoreArgument(about) });
      rows.push([{ label: createTranslator(language)('digest.more'), token }]);
    }
    const message: Message = {
      title,
      text,
      ...(more !== '' && isFolded && { more }),
      ...(rows.length > 0 && { choices: rows }),
      ...(isQuiet(person.settings, clock.now(), zone) && { silent: true }),
    };
    try {
      await send(chat, message, sending);
    } catch (error) {
      monitor.digest(about.about.kind, 'failed');
      throw error;
    }
    monitor.digest(about.about.kind, 'sent');
    return rows;
  };
}

/** The name of the area that answers a tap on "More". */
export const moreArea = 'digest';
