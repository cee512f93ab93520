import type { Message } from '../../channel.ts';
import { disputeButton } from '../../disputes/buttons.ts';
import type { Translate } from '../../locales/index.ts';
import type { DialogueUrl } from '../../text/dialogue-url.ts';
import { writeStaffToken } from '../../token.ts';
import { type Alert, type Cause, causes } from '../alert.ts';

type Rows = NonNullable<Message['choices']>;

/** The name of the part of the service that the buttons are for. */
export const AREA = 'alert';

export const button = (label: string, argument: string): { label: string; token: string } => ({
  label,
  token: writeStaffToken({ area: AREA, argument }),
});

/** What may be done about an alert as it is. */
export function buttonsOf(alert: Alert, t: Translate, dialogueUrl: DialogueUrl): Rows {
  const { id, state, externalId } = alert;
  const url = dialogueUrl(externalId);
  const link = url?.startsWith('https:') ? [{ label: t('alert.openDialogue'), url }] : [];
  if (state === 'withdrawn' || state === 'resolved') return link.length > 0 ? [link] : [];
  const resolve = button(t('alert.resolve'), `done:${id}`);
  return [
    state === 'open' ? [button(t('alert.take'), `take:${id}`), resolve] : [resolve],
    [button(t('alert.write'), `write:${id}`)],
    [button(t('alert.notOperators'), `cause:${id}`)],
    // Two short labels: the longer ones would be cut on a phone in half a row.
    [disputeButton(id, t), ...link],
  ];
}

/** The question what a low rating was about, if not the operator. */
export function causeButtons({ id, cause }: Alert, t: Translate): Rows {
  const others = causes.filter((one): one is Exclude<Cause, 'operator'> => one !== 'operator');
  return [
    others.map((one) => button(t(`alert.cause.${one}`), `cause:${id}:${one}`)),
    cause === null || cause === 'operator'
      ? [button(t('alert.back'), `cause:${id}:back`)]
      : [button(t('alert.operatorsAfterAll'), `cause:${id}:operator`)],
  ];
}
