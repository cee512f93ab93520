import type { Prompts } from '../access/prompts.ts';
import type { StaffArea, StaffEvent } from '../access/staff.ts';
import type { Reply } from '../channel.ts';
import { createTranslator, type Translate } from '../locales/index.ts';
import { disputeArea, readWish, type Wish, withdrawButton, writeWish } from './buttons.ts';
import type { Dispute } from './dispute.ts';
import type { Disputes, Outcome } from './disputes.ts';
import { authorOf, type Decision, type Refusal } from './rules.ts';
import { refusalText } from './words.ts';

export interface DisputeAreaOptions {
  disputes: Disputes;
  prompts: Pick<Prompts, 'ask'>;
  /** Whether anybody but who raised it may decide a dispute. */
  hasDeciders: (dispute: Dispute) => boolean;
}

/**
 * The buttons of disputes. Each asks for a reason, and says at once when the tap can lead to nothing; what is written is
 * checked anew, since time has passed.
 */
export function createDisputeArea({ disputes, prompts, hasDeciders }: DisputeAreaOptions): StaffArea {
  return {
    async tap(argument, by) {
      const t = createTranslator(by.person.language);
      const wish = readWish(argument);
      if (!wish) return refusal(t, { code: 'unknown_dispute' });
      const refused = await refusalOf(wish, by);
      if (refused) return refusal(t, refused);
      const prompt = { area: disputeArea, argument: writeWish(wish), personId: by.person.id };
      await prompts.ask(by.chat, { text: question(t, wish) }, prompt);
      return undefined;
    },

    async written(argument, text, by) {
      const t = createTranslator(by.person.language);
      const wish = readWish(argument);
      if (!wish) return refusal(t, { code: 'unknown_dispute' });
      const outcome = await carryOut(wish, text, by);
      if ('refused' in outcome) return refusal(t, outcome.refused);
      const { done: dispute } = outcome;
      if (wish.what !== 'raise') {
        const operator = dispute.entries.at(-1)?.operator ?? '';
        return { text: t('dispute.done', { verdict: wish.what, operator }) };
      }
      const deciders = hasDeciders(dispute) ? 'some' : 'none';
      return {
        text: t('dispute.recorded', { deciders }),
        choices: [[withdrawButton(dispute.id, t)]],
      };
    },
  };

  function refusalOf(wish: Wish, by: StaffEvent): Promise<Refusal | null> {
    if (wish.what === 'raise') return disputes.refusalOf(wish.dialogueId, by.person);
    return disputes.decisionRefusal(wish.disputeId, wish.what, { author: authorOf(by), person: by.person });
  }

  function carryOut(wish: Wish, text: string, by: StaffEvent): Promise<Outcome<Dispute>> {
    const author = authorOf(by);
    const { person, chat } = by;
    if (wish.what === 'raise') return disputes.raise(wish.dialogueId, text, { author, person, place: chat });
    const decision: Decision =
      wish.what === 'another_operator'
        ? { verdict: wish.what, ...operatorAndReason(text) }
        : { verdict: wish.what, reason: text };
    return disputes.decide(wish.disputeId, decision, { author, person });
  }
}

function question(t: Translate, { what }: Wish): string {
  if (what === 'raise') return t('dispute.askReason');
  return what === 'another_operator' ? t('dispute.askOperator') : t('dispute.askVerdict', { verdict: what });
}

/** `Olena: she took over the chat`; a new line does as well as the colon. */
export function operatorAndReason(text: string): { operator: string; reason: string } {
  const [, operator = '', reason = ''] = /^\s*([^:\n]*?)\s*(?:[:\n]\s*([\s\S]*))?$/.exec(text) ?? [];
  return { operator, reason: reason.trim() };
}

const refusal = (t: Translate, refused: Refusal): Reply => ({ text: refusalText(t, refused) });
