/** What is said of disputes; pure. */
import type { Message } from '../channel.ts';
import type { Dialogue } from '../dialogue.ts';
import type { Translate } from '../locales/index.ts';
import { verdictButton } from './buttons.ts';
import { type Dispute, lastEntry } from './dispute.ts';
import type { Refusal } from './rules.ts';
import { ratingText } from '../text/figures.ts';
import { excerpt } from '../text/excerpt.ts';

/** Characters of a client's comment that are shown. */
const LONGEST_COMMENT = 300;

export interface ShownDispute {
  dispute: Dispute;
  /** As it stands now. */
  dialogue: Dialogue;
  /** Whether the reader may read what the client wrote. */
  withComment: boolean;
  /** Where the helpdesk shows the dialogue; null: nobody knows. */
  url: string | null;
}

/** For who may decide: the dispute as it stands, with the buttons to decide it while it is open. */
export function disputeMessage(t: Translate, shown: ShownDispute): Message {
  const { dispute, url } = shown;
  const { id, state } = dispute;
  const verdicts =
    state === 'open'
      ? [
          [verdictButton(id, 'upheld', t), verdictButton(id, 'partly', t)],
          [verdictButton(id, 'rejected', t), verdictButton(id, 'another_operator', t)],
        ]
      : [];
  const link = url === null ? [] : [[{ label: t('dispute.link'), url }]];
  const choices = [...verdicts, ...link];
  return {
    title: t('dispute.title'),
    text: [...factsOf(t, shown), stateOf(t, dispute)].join('\n'),
    ...(choices.length > 0 && { choices }),
  };
}

/** For who raised it: the verdict. */
export function verdictMessage(t: Translate, shown: ShownDispute): Message {
  return {
    title: t('dispute.verdictTitle'),
    text: [...factsOf(t, shown), stateOf(t, shown.dispute)].join('\n'),
    ...(shown.url !== null && { choices: [[{ label: t('dispute.link'), url: shown.url }]] }),
  };
}

export function refusalText(t: Translate, refusal: Refusal): string {
  const { code, ...values } = refusal;
  return t(`dispute.refused.${code}`, values);
}

function factsOf(t: Translate, { dispute, dialogue, withComment }: ShownDispute): string[] {
  const { operator, team, topic, externalId, comment } = dialogue;
  const rating = dialogue.rating ?? dispute.dialogue.rating;
  const [{ who, why }] = dispute.entries;
  return [
    [ratingText(t, rating, dialogue.scale), operator, team, topic]
      .filter((part) => part !== null)
      .join(' · '),
    t('dispute.externalId', { id: externalId }),
    ...(comment !== null && withComment
      ? [t('dispute.quote', { comment: excerpt(comment, LONGEST_COMMENT) })]
      : []),
    t('dispute.raisedBy', { by: who.name, reason: why }),
  ];
}

function stateOf(t: Translate, dispute: Dispute): string {
  const { what, who, why, operator = '' } = lastEntry(dispute);
  if (what === 'raised') return t('dispute.waits');
  return t('dispute.decidedBy', { verdict: what, by: who.name, reason: why, operator });
}
