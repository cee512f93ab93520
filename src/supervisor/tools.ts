import type { People } from '../access/people.ts';
import type { Person } from '../access/person.ts';
import type { Prompts } from '../access/prompts.ts';
import type { Sessions } from '../access/sessions/sessions.ts';
import type { Alerts } from '../alerts/alerts.ts';
import type { Choice, Message } from '../channel.ts';
import type { Clock } from '../clock.ts';
import type { NameFilter } from '../stats/filter.ts';
import type { Statistics } from '../stats/statistics.ts';
import type { ReadHandling } from '../stats/targets/standings.ts';
import type { Targets } from '../stats/targets/targets.ts';
import type { DialogueStore } from '../store/store.ts';
import type { Exports } from './export/exports.ts';
import type { DialogueUrl } from '../text/dialogue-url.ts';

/** What figures and lists are narrowed to. */
export type Scope = NameFilter;

/** The part of `Statistics` that commands ask. */
export type SupervisorStatistics = Pick<
  Statistics,
  'zone' | 'period' | 'dailyAtAge' | 'comments' | 'dialogues' | 'themes'
>;

/** What commands work with. */
export interface Tools {
  statistics: SupervisorStatistics;
  store: Pick<DialogueStore, 'findDialogueById' | 'findByExternalIds'>;
  people: Pick<People, 'all' | 'current' | 'change'>;
  prompts: Prompts;
  clock: Pick<Clock, 'now'>;
  /** When digests come to who chose no time of their own, `HH:MM` in the zone of the figures. */
  digestAt: string;
  /** Whether there are reports of shifts. */
  hasShifts: boolean;
  /** What a person is told of the chat in which they open the bot. */
  welcome: (person: Person) => string;
  urlOf: DialogueUrl;
  /** What may stand before the helpdesk's own id of a dialogue: the names of connectors. */
  connectors: readonly string[];
  /** The button to dispute a dialogue's rating; null: the person may not, or there is nothing to dispute. */
  offerDispute: (dialogueId: string, person: Person) => Promise<Choice | null>;
  /** The alerts that wait for somebody. */
  openAlerts: (person: Person) => Promise<Message>;
  /** How alerts were handled. */
  alertFigures: Alerts['alertFigures'];
  targets: Targets;
  /** How alerts of a period were handled, as targets are judged by it. */
  handling: ReadHandling;
  exports: Exports;
  dashboard: {
    /** Where it is opened; null: the service has no public address. */
    address: string | null;
    /** @returns the token of a new sign-in link @throws {StoreError} */
    offer: Sessions['offer'];
    /** Whether a channel opens it as a part of its app as well, and says who did. */
    hasApps: (channel: string) => boolean;
  };
  /** Called when what a person's menu shows may have changed. */
  onMenuChange: () => void;
}
