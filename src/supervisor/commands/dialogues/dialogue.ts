import { ratingText } from '../../../text/figures.ts';
import { may } from '../../../access/may.ts';
import type { Person } from '../../../access/person.ts';
import type { Message } from '../../../channel.ts';
import type { Dialogue } from '../../../dialogue.ts';
import { excerpt } from '../../../text/excerpt.ts';
import { addDays, dayOf } from '../../../stats/period.ts';
import { askButton } from '../../buttons.ts';
import { narrowedTo } from '../../reading/scope.ts';
import { type MomentOptions, momentText } from '../../render/dates.ts';
import { dialogueText } from '../../render/dialogue.ts';
import { fitted } from '../../render/fit.ts';
import { shownName } from '../../render/names.ts';
import type { Tools } from '../../tools.ts';
import type { Call, Command } from '../command.ts';

/** So many dialogues may be chosen from. */
const MOST_CHOICES = 10;
/** A store gives no more by one id. */
const MOST_FOUND = 100;
/** Those of so many days are offered when no id is named. */
const DAYS = 7;
const LONGEST_ID = 60;

/** `/dialogue ID`: one dialogue, by our id or the helpdesk's own. */
export const dialogue: Command = {
  about: 'dialogues.about',
  action: 'read_dialogues',
  async run(call, tools) {
    const { words, place, t } = call;
    const id = words.join(' ');
    if (id === '') return offerLatest(call, tools);
    const found = (await findAll(id, tools)).filter((one) => may(place, 'read_dialogues', one));
    const [first, ...others] = found;
    // The same words for a dialogue that is not there and for one of another team: they tell nothing of it.
    if (!first) return { text: t('dialogues.notFound', { id: excerpt(id, LONGEST_ID) }) };
    return others.length === 0 ? show(first, call, tools) : offerChoice(id, found, call, tools);
  },
};

/** By our own id, and by the helpdesk's, with the name of a connector before it or without: the last completed first. */
async function findAll(id: string, { store, connectors }: Tools): Promise<Dialogue[]> {
  const own = await store.findDialogueById(id);
  const externalIds = [id, ...connectors.map((name) => `${name}:${id}`)];
  const others = await store.findByExternalIds(externalIds, MOST_FOUND);
  return [...(own ? [own] : []), ...others.filter((one) => one.id !== own?.id)];
}

const momentsOf = (
  { language }: Person,
  { statistics, clock }: Pick<Tools, 'statistics' | 'clock'>,
): MomentOptions => ({
  language,
  zone: statistics.zone,
  now: clock.now(),
});

async function show(one: Dialogue, { by, place, t }: Call, tools: Tools): Promise<Message> {
  const url = tools.urlOf(one.externalId);
  // Whoever taps it disputes in their own name, in a group as well.
  const dispute = await tools.offerDispute(one.id, by.person);
  const choices = [
    ...(dispute ? [[dispute]] : []),
    ...(url === null ? [] : [[{ label: t('dialogues.link'), url }]]),
  ];
  return fitted({
    title: t('dialogues.title', { id: shownName(one.externalId) }),
    text: dialogueText(t, one, {
      moments: momentsOf(place, tools),
      withComment: may(place, 'read_comments', one),
    }),
    ...(choices.length > 0 && { choices }),
  });
}

function offerChoice(id: string, found: readonly Dialogue[], call: Call, tools: Tools): Message {
  const { t } = call;
  const shown = found.slice(0, MOST_CHOICES);
  const which = t('dialogues.which', { id: excerpt(id, LONGEST_ID), count: found.length });
  const newest = found.length > shown.length ? [t('dialogues.newest', { count: shown.length })] : [];
  return { text: [which, ...newest].join(' '), choices: choicesOf(shown, call, tools) };
}

/** For who does not type: the latest dialogues. */
async function offerLatest(call: Call, { statistics, clock }: Tools): Promise<Message> {
  const { place, t } = call;
  const filter = narrowedTo(place, 'read_dialogues');
  if (!filter) return { text: t('figures.nobodys') };
  const today = dayOf(clock.now(), statistics.zone);
  const period = { from: addDays(today, 1 - DAYS), to: today };
  const latest = await statistics.dialogues({ filter, period }, { limit: MOST_CHOICES });
  if (latest.length === 0) return { text: t('dialogues.ask') };
  return {
    text: `${t('dialogues.ask')} ${t('dialogues.latest')}`,
    choices: choicesOf(latest, call, { statistics, clock }),
  };
}

/** A button for each, with what tells them apart. */
function choicesOf(
  dialogues: readonly Dialogue[],
  { place, t }: Call,
  tools: Pick<Tools, 'statistics' | 'clock'>,
): NonNullable<Message['choices']> {
  return dialogues.map((one) => {
    const facts = [
      momentText(one.completedAt, momentsOf(place, tools)),
      // A phone shows some thirty characters, so the name is last.
      one.rating === null ? null : ratingText(t, one.rating, one.scale),
      one.operator === null ? null : shownName(one.operator),
    ];
    const label = facts.filter((fact) => fact !== null).join(' · ');
    return [askButton(label, 'dialogue', one.id)];
  });
}
