import { excerpt } from '../text/excerpt.ts';
import { zoneOf } from '../access/quiet-hours.ts';
import { chatOf } from '../access/chat.ts';
import { may } from '../access/may.ts';
import type { Prompts } from '../access/prompts.ts';
import type { StaffArea, StaffEvent } from '../access/staff.ts';
import type { ChannelAdapter, Message, Reply } from '../channel.ts';
import type { Clock } from '../clock.ts';
import { faultFields, isKnown } from '../errors.ts';
import { createTranslator, type Translate } from '../locales/index.ts';
import type { Log } from '../log/log.ts';
import type { Messenger } from '../survey/messenger.ts';
import { type Alert, type Cause, causes, type Someone, subjectOf } from './alert.ts';
import { type ChangeAlert, isResolver, isTaker, NOTE_CHARS } from './handling.ts';
import type { LetterSender } from './letters/send.ts';
import { listAlerts } from './open-alerts.ts';
import type { DialogueUrl } from '../text/dialogue-url.ts';
import type { AlertRecords } from './records.ts';
import type { Spread } from './telling/spread.ts';
import { AREA, button, buttonsOf, causeButtons } from './telling/buttons.ts';
import { renderAlert } from './telling/render.ts';
import { momentIn, NAME_CHARS } from './telling/words.ts';
import { blame, resolve, take } from './transitions.ts';

export interface AreaOptions {
  records: AlertRecords;
  spread: Spread;
  change: ChangeAlert;
  letters: LetterSender;
  prompts: Prompts;
  channels: ReadonlyMap<string, Pick<ChannelAdapter, 'edit' | 'limits'>>;
  messenger: Messenger;
  dialogueUrl: DialogueUrl;
  /** Of people who have none of their own. */
  zone: string;
  clock: Pick<Clock, 'now'>;
  log: Log;
}

/** A tap, or what was written to a prompt, about an alert that its author may handle. */
interface Act {
  alert: Alert;
  by: StaffEvent;
  who: Someone;
  t: Translate;
  now: number;
}

/** What the signature and the hint below a letter take of a message. */
const SIGNATURE_CHARS = 300;

/** What people do about alerts: the buttons of their messages, and what they write when they are asked to. */
export function createAlertArea(options: AreaOptions): StaffArea {
  const { records, spread, change, letters, prompts, channels, messenger, zone, clock, log } = options;

  return {
    async tap(argument, by) {
      const [verb, id = '', detail] = argument.split(':');
      if (verb === 'list') return showList(argument.slice('list:'.length), by);
      const act = await actOf(id, by, verb === 'open');
      if ('text' in act) return act;
      switch (verb) {
        case 'open':
          return open(act);
        case 'take':
          return takeIt(act);
        case 'done':
          return askForNote(act);
        case 'close':
          return resolveIt(act, null);
        case 'write':
          return askForLetter(act);
        case 'cause':
          return setCause(act, detail);
        default:
          return { text: act.t('alert.unknownButton') };
      }
    },
    async written(argument, text, by) {
      const [verb, id = ''] = argument.split(':');
      const act = await actOf(id, by, false);
      if ('text' in act) return act;
      if (verb === 'note') return resolveIt(act, excerpt(text, NOTE_CHARS) || null);
      return verb === 'letter' ? write(act, text) : { text: act.t('alert.unknownButton') };
    },
  };

  /** @param isReading true: a group's members may do it who are known by their group alone @returns why not, else */
  async function actOf(id: string, by: StaffEvent, isReading: boolean): Promise<Act | { text: string }> {
    const t = createTranslator(by.person.language);
    const alert = await records.find(id);
    if (!alert) return { text: t('alert.unknown') };
    const subject = subjectOf(alert);
    // Whoever acts has a name, which the others read and which signs letters.
    if (by.person.kind === 'group' && !isReading) return { text: t('alert.notEnrolled') };
    if (!may(by.person, 'handle_alerts', subject) || !may(by.place, 'handle_alerts', subject)) {
      return { text: t('alert.notYours') };
    }
    const who = { id: by.person.id, name: nameOf(by, t) };
    return { alert, by, who, t, now: clock.now().getTime() };
  }

  async function open({ alert, by }: Act): Promise<undefined> {
    await spread.tell(alert, [chatOf(by.chat)], `open.${by.event.id}`);
  }

  async function takeIt(act: Act): Promise<Reply> {
    const { who, t, now } = act;
    const alert = await change(act.alert, (before) => take(before, who, now));
    return answer(isTaker(alert, who) ? t('alert.isYours') : stateOf(alert, act), alert, t);
  }

  async function askForNote(act: Act): Promise<Reply | undefined> {
    const { alert, t } = act;
    if (isOver(alert)) return answer(stateOf(alert, act), alert, t);
    const without = [[button(t('alert.withoutNote'), `close:${alert.id}`)]];
    return ask(act, { text: t('alert.askNote'), choices: without }, 'note');
  }

  async function resolveIt(act: Act, note: string | null): Promise<Reply> {
    const { who, t, now } = act;
    const alert = await change(act.alert, (before) => resolve(before, who, note, now));
    return answer(isResolver(alert, who) ? t('alert.isResolved') : stateOf(alert, act), alert, t);
  }

  function askForLetter(act: Act): Promise<Reply | undefined> {
    const { alert, who, t } = act;
    const client = alert.clientName === null ? t('alert.someClient') : excerpt(alert.clientName, NAME_CHARS);
    return ask(act, { text: t('letter.ask', { client, name: who.name }) }, 'letter');
  }

  /** Who writes to the client has taken the alert. */
  async function write(act: Act, text: string): Promise<Reply> {
    const { alert, by, who, t, now } = act;
    const most = (channels.get(alert.channel)?.limits.textChars ?? 4_000) - SIGNATURE_CHARS;
    const words = text.trim();
    if (words === '') return { text: t('letter.empty') };
    if (words.length > most) return { text: t('letter.tooLong', { length: words.length, most }) };
    await change(alert, (before) => take(before, who, now));
    const chat = chatOf(by.chat);
    await letters.enqueue({ alert, text: words, by: who, chat, eventId: by.event.id });
    return { text: t('letter.onItsWay') };
  }

  async function setCause(act: Act, detail: string | undefined): Promise<Reply | undefined> {
    const { alert, who, t, now } = act;
    const cause = causes.find((one): one is Cause => one === detail);
    if (cause) {
      const next = await change(alert, (before) => blame(before, cause, who, now));
      return answer(t('alert.noted'), next, t);
    }
    const reader = readerOf(act);
    const choices = detail === undefined ? causeButtons(alert, t) : buttonsOf(alert, t, options.dialogueUrl);
    return redraw(act, { ...renderAlert(alert, reader), choices }, t('alert.askCause'));
  }

  /** Shows other buttons under the message that was tapped; where messages cannot be edited, in the answer. */
  function redraw({ by: { event, chat } }: Act, message: Message, text: string): Reply | undefined {
    const adapter = channels.get(chat.channel);
    const messageId = event.kind === 'tap' ? event.messageId : undefined;
    if (!adapter?.edit || messageId === undefined) return { text, choices: message.choices ?? [] };
    beside(adapter.edit(chat.clientId, messageId, message));
    return undefined;
  }

  async function showList(page: string, { person, place, chat }: StaffEvent): Promise<undefined> {
    // What stands in a group is what its members may see.
    const reader = { ...place, language: person.language };
    beside(messenger(chat, await listAlerts(records, reader, zone, page), { background: false }));
  }

  async function ask({ alert, by, who }: Act, message: Message, what: string): Promise<undefined> {
    const prompt = { area: AREA, argument: `${what}:${alert.id}`, personId: who.id };
    await prompts.ask(by.chat, message, prompt);
    return undefined;
  }

  /** It may be lost, and nobody waits for it: who sees nothing taps again. */
  function beside(work: Promise<unknown>): void {
    work.catch((error: unknown) => {
      log(isKnown(error) ? 'warn' : 'error', 'A list or a button could not be shown', {
        ...faultFields(error),
      });
    });
  }

  function readerOf({ by: { person } }: Act) {
    const { language, settings } = person;
    return { language, zone: zoneOf(settings, zone), dialogueUrl: options.dialogueUrl };
  }

  /** Who has it, or what became of it. */
  function stateOf({ state, takenBy, takenAt, resolvedBy, resolvedAt }: Alert, { t, by }: Act): string {
    const { language, settings } = by.person;
    const told = (who: Someone | null, at: number | null) => ({
      name: excerpt(who?.name ?? '', NAME_CHARS),
      time: at === null ? '' : momentIn(at, language, zoneOf(settings, zone)),
    });
    switch (state) {
      case 'open':
        return t('alert.tryAgain');
      case 'taken':
        return t('alert.takenBy', told(takenBy, takenAt));
      case 'resolved':
        return t('alert.resolvedBy', told(resolvedBy, resolvedAt));
      case 'withdrawn':
        return t('alert.isWithdrawn');
    }
  }

  /** The buttons stay where a chat shows those of its last message alone. */
  function answer(text: string, alert: Alert, t: Translate): Reply {
    const choices = buttonsOf(alert, t, options.dialogueUrl);
    return { text, ...(choices.length > 0 && { choices }) };
  }
}

const isOver = ({ state }: Alert): boolean => state === 'resolved' || state === 'withdrawn';

/** The chats of SUPERVISORS have no name but the one that the platform gives. */
function nameOf({ person, event }: StaffEvent, t: Translate): string {
  if (!person.seeded) return person.name;
  return event.actor?.name ?? event.profile?.name ?? t('alert.supervisor');
}
