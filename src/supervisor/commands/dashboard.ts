import { linkMinutes } from '../../access/sessions/links.ts';
import type { LinkChoice } from '../../channel.ts';
import type { Command } from './command.ts';

/** `/dashboard`: a link that signs the person in, good once; and the same page as a part of the platform's app. */
export const dashboard: Command = {
  about: 'dashboard.about',
  action: null,
  async run({ by, t }, { dashboard: pages }) {
    // Whoever taps a link in a group would be signed in as somebody else.
    if (by.event.chat !== 'private') return { text: t('dashboard.private') };
    const { address } = pages;
    if (address === null) return { text: t('dashboard.noAddress') };
    const token = await pages.offer(by.person.id);
    const app: LinkChoice = { label: t('dashboard.app'), url: `${address}/sign-in`, opens: 'app' };
    return {
      text: t('dashboard.link', { minutes: linkMinutes }),
      choices: [
        [{ label: t('dashboard.open'), url: `${address}/sign-in/${token}` }],
        ...(pages.hasApps(by.chat.channel) ? [[app]] : []),
      ],
    };
  },
};
