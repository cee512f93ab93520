/** The kinds of records that let somebody in; the `tag` of each is the id of its person, with whom it is deleted. */
export const linkRecord = 'sign_in_link';
export const sessionRecord = 'session';
export const signInRecords: readonly string[] = [linkRecord, sessionRecord];
