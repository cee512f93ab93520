import type { Chat } from '../../access/chat.ts';
import { scopeOf } from '../../access/may.ts';
import type { StaffArea } from '../../access/staff.ts';
import { faultFields, isKnown } from '../../errors.ts';
import { createTranslator } from '../../locales/index.ts';
import type { Log } from '../../log/log.ts';
import type { SendDigest } from './deliver.ts';
import { type DialogueLinks, withHelpdeskIds } from './links.ts';
import { type MoreAbout, readMoreArgument } from './more-argument.ts';
import type { ReadFigures } from '../read/read.ts';
import { uncrossed, withCrossings } from '../read/targets.ts';
import type { ReadUntold } from '../read/untold.ts';
import { renderDigest } from '../render/render.ts';
import type { ReadTold } from '../told.ts';
import { untoldDays } from '../untold.ts';

export interface MoreOptions {
  readFigures: ReadFigures;
  readUntold: ReadUntold;
  readTold: ReadTold;
  send: SendDigest;
  links: DialogueLinks;
  log: Log;
}

/**
 * Answers "More", where a channel does not fold: the rest of a digest, read as of the moment at which it was made, for
 * whose chat it is and by what they may see now.
 */
export function createMoreArea(options: MoreOptions): StaffArea {
  const { readFigures, readUntold, readTold, send, links, log } = options;
  return {
    async tap(argument, { place, chat }) {
      const asked = readMoreArgument(argument);
      const filter = scopeOf(place, 'receive_digests');
      const rest = asked && filter && (await restOf(asked, filter, { chat, language: place.language }));
      if (!rest) return { text: createTranslator(place.language)('digest.noMore') };
      try {
        await send(chat, rest);
      } catch (error) {
        const level = isKnown(error) ? 'warn' : 'error';
        log(level, 'The rest of a digest could not be sent', { ...faultFields(error) });
      }
      return undefined;
    },
  };

  async function restOf(
    { about, asOf, firstUntold, since, byHand }: MoreAbout,
    filter: NonNullable<ReturnType<typeof scopeOf>>,
    { chat, language }: { chat: Chat; language: string },
  ): Promise<{ title: string; text: string } | null> {
    const { standings, ...figures } = await readFigures({ about, filter, asOf });
    const day = about.period.to;
    const days = firstUntold === undefined ? [] : untoldDays(firstUntold, day);
    const untold =
      about.kind === 'daily' ? await readUntold(day, { days, since: since ?? null }, { filter, asOf }) : {};
    const said = (await readTold(day, chat))?.targets ?? {};
    const targets =
      about.kind === 'daily' && !byHand ? withCrossings(standings, said).targets : uncrossed(standings);
    const digest = { ...figures, ...untold, targets };
    const { title, more } = renderDigest({ ...withHelpdeskIds(digest, links), language });
    return more === '' ? null : { title, text: more };
  }
}
