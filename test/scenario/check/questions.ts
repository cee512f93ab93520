/** For tests of what can be read and was surely not meant, which is refused, and of what only looks like it, which is taken. */
import { faultsIn } from '../faults.ts';

/** A scenario with an answer of every kind; `when` stands at the only way on from its comment. */
export const questions = (when: string): string => `
id: q
title: Questions
languages: [en]
start: rate
blocks:
  rate:
    type: message_with_keyboard
    text: Rate
    save_to: quality_answer
    scale: 1-5
    buttons: [{ text: A, value: 5 }, { text: B, value: 4 }, { text: C, value: 3 }, { text: D, value: 2 }, { text: E, value: 1 }]
    next: minutes
  minutes: { type: wait_for_response, expect: number, min: 0, max: 240, text: Minutes, save_to: minutes, next: reason }
  reason:
    type: wait_for_response
    expect: choice
    text: Why
    save_to: reason
    choices: [{ text: Too slow, value: slow }, { text: Rude, value: rude }, { text: Nine, value: "9" }]
    next: comment
  comment:
    type: wait_for_response
    text: Comment
    save_to: quality_comment
    next:
      - { when: ${JSON.stringify(when)}, to: thanks }
  thanks: { type: message, text: Thanks }
`;

export const faultsOfWhen = (when: string): readonly string[] => faultsIn(questions(when));
