import { dimensions } from '../../../dialogue.ts';

/** The columns of a dialogue's row that are fields of the dialogue. */
export const dialogueColumns: readonly string[] = [
  ...dimensions,
  ...`id clientId externalId purpose round reopenedAt superseded voided disputed course tags language completedAt
    reportedAt outcome notAskedReason notAskedAt scale rating comment askedAt scenarioVersion deliveredAt answeredAt
    survey events sendingBy sendingUntil wakeAt revision`.split(/\s+/),
];

/**
 * A whole dialogue. What is still to be sent has a table of its own: it is longer than the rest of a row and soon gone,
 * and SQLite leaves pages, once they were split, two thirds empty when their rows get shorter.
 */
export const whole = `${dialogueColumns.map((column) => `dialogues.${column}`).join(', ')},
    ifnull((SELECT entries FROM outboxes WHERE dialogue = dialogues.id), '[]') AS outbox`;
