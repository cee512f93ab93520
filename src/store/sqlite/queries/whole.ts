/**
 * All columns of a dialogue. What is still to be sent has a table of its own: it is longer than the rest of a row and
 * soon gone, and SQLite leaves pages, once they were split, two thirds empty when their rows get shorter.
 */
export const whole = `dialogues.*,
    ifnull((SELECT entries FROM outboxes WHERE dialogue = dialogues.id), '[]') AS outbox`;
