import type { Message } from '../../channel.ts';
import type { Effect, Survey } from '../survey.ts';

/** What a survey is given. */
export type Input =
  /** A button; `messageId` is the message that carried it, where the platform says so. */
  | { kind: 'tap'; block: string; value: string; messageId?: string }
  /**
   * A message: `inWords` as it is kept, `at` when it was written, `block` the question that it replies to, `edited`
   * when its text was changed after it had been taken, `album` the same for messages that were sent as one.
   */
  | TextInput
  /** The time to remind, or to close, has come. */
  | { kind: 'remind' }
  | { kind: 'expire' }
  /**
   * Nobody is to be asked any more; `goesOn`: for now, since the conversation goes on. `isSending`: the question is on its way to the client at this moment, so it is closed
   * by another such input once it is known to have arrived.
   */
  | { kind: 'withdraw'; isSending: boolean; goesOn: boolean }
  /** The job that a block waited for has ended. */
  | ({ kind: 'result'; block: string } & JobResult);

/** How a job ended. `data` is what it left: plain JSON, from outside. */
export interface JobResult {
  outcome: 'done' | 'failed';
  data: unknown;
}

export interface TextInput {
  kind: 'text';
  text: string;
  inWords: string;
  at: number;
  messageId?: string;
  block?: string;
  edited?: boolean;
  album?: string;
  /** True: it is a voice message, a photo or the like, with words or without. */
  attached?: true;
}

export interface Step {
  survey: Survey;
  effects: Effect[];
  /** What to tell the client at once; not worth storing. */
  reply?: Message;
}
