import type { People } from '../../../access/people.ts';
import type { Sessions } from '../../../access/sessions/sessions.ts';
import type { ChannelAdapter } from '../../../channel.ts';
import type { Clock } from '../../../clock.ts';
import type { Language } from '../../../locales/index.ts';
import type { SessionCookie } from '../auth/session-cookie.ts';

export interface AccountOptions {
  sessions: Sessions;
  people: Pick<People, 'all' | 'place'>;
  cookie: SessionCookie;
  /** Those that open pages as a part of their app say who did. */
  channels: ReadonlyMap<string, Pick<ChannelAdapter, 'readSignIn'>>;
  clock: Pick<Clock, 'now'>;
  /** The IANA zone of who has none of their own. */
  zone: string;
  /** Of pages where neither the browser nor the person chose one. */
  language: Language;
}
