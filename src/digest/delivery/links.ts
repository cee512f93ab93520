import type { LinkChoice } from '../../channel.ts';
import type { Digest, DigestComment } from '../digest.ts';
import { type DialogueUrl, ownId } from '../../text/dialogue-url.ts';
import { excerpt } from '../../text/excerpt.ts';

/** Where the helpdesk shows a dialogue. */
export interface DialogueLinks {
  urlOf: DialogueUrl;
  /** The connectors in use, whose names stand before the helpdesk's own id of a dialogue: `chatwoot:17`. */
  connectors: readonly string[];
}

/** A button that is no longer than this has room for two beside it. */
const SHORT = 8;
const LABEL = 24;

/** A digest whose comments name dialogues by the helpdesk's own ids. */
export function withHelpdeskIds<Told extends Pick<Digest, 'worst' | 'late'>>(
  digest: Told,
  { connectors }: DialogueLinks,
): Told {
  const own = <Comment extends DigestComment>(comment: Comment): Comment => ({
    ...comment,
    externalId: ownId(comment.externalId, connectors),
  });
  const { worst, late } = digest;
  return {
    ...digest,
    worst: worst.map(own),
    ...(late && { late: { ...late, comments: late.comments.map(own) } }),
  };
}

/** Buttons that open the dialogues of comments: side by side where their ids are short, else one below the other. */
export function linkRows(comments: readonly DigestComment[], { urlOf }: DialogueLinks): LinkChoice[][] {
  const choices = comments.flatMap(({ externalId }): LinkChoice[] => {
    const address = urlOf(externalId);
    return address === null ? [] : [{ label: excerpt(externalId, LABEL), url: address }];
  });
  if (choices.length === 0) return [];
  return choices.every(({ label }) => label.length <= SHORT) ? [choices] : choices.map((one) => [one]);
}
