import type { Choice } from '../channel.ts';
import type { DisputeVerdict } from '../dialogue.ts';
import type { Translate } from '../locales/index.ts';
import { writeStaffToken } from '../token.ts';

/** The name of the `StaffArea`. */
export const disputeArea = 'dispute';

/** What a button or a prompt of disputes is for: to raise one, or to decide one. */
export type Wish = { what: 'raise'; dialogueId: string } | { what: DisputeVerdict; disputeId: string };

const letters: Record<Wish['what'], string> = {
  raise: 'r',
  upheld: 'u',
  partly: 'p',
  rejected: 'x',
  withdrawn: 'w',
  another_operator: 'o',
};

/** `u:d00000000001.1`. */
export function writeWish(wish: Wish): string {
  return `${letters[wish.what]}:${wish.what === 'raise' ? wish.dialogueId : wish.disputeId}`;
}

/** @returns null for anything that `writeWish` cannot have written */
export function readWish(argument: string): Wish | null {
  const [, letter, id = ''] = /^([a-z]):([\w.-]{1,48})$/.exec(argument) ?? [];
  const what = (Object.keys(letters) as Array<Wish['what']>).find((name) => letters[name] === letter);
  if (!what) return null;
  return what === 'raise' ? { what, dialogueId: id } : { what, disputeId: id };
}

/** The button with which anybody begins to dispute a dialogue's rating; a tap by who may not is told why. */
export function disputeButton(dialogueId: string, t: Translate): Choice {
  return button(t('dispute.button'), { what: 'raise', dialogueId });
}

export function verdictButton(disputeId: string, what: DisputeVerdict, t: Translate): Choice {
  return button(t('dispute.verdict', { verdict: what }), { what, disputeId });
}

export function withdrawButton(disputeId: string, t: Translate): Choice {
  return button(t('dispute.withdraw'), { what: 'withdrawn', disputeId });
}

const button = (label: string, wish: Wish): Choice => ({
  label,
  token: writeStaffToken({ area: disputeArea, argument: writeWish(wish) }),
});
