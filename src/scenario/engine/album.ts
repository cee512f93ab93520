/** Several messages that the client sent as one, such as an album of photos: they answer one question. */
import { addText } from './answers.ts';
import type { Step, TextInput } from './step.ts';
import type { Survey } from '../survey.ts';

/** A further message without words belongs to what the first one gave; null: it is no such message. */
export function addToAlbum(survey: Survey, input: TextInput, message: string, now: number): Step | null {
  const { album } = survey;
  if (!album || album.id !== input.album || input.text.trim()) return null;
  // Under a rating photos are no comment.
  if (album.variable === undefined) return { survey, effects: [] };
  return { survey: addText(survey, album.variable, input.inWords, message, now), effects: [] };
}

/** The step with a note of the album whose message it took. */
export function withAlbum(step: Step, before: Survey, { album: id }: TextInput): Step {
  const { survey, reply } = step;
  if (id === undefined || (survey === before && !reply)) return step;
  const part = survey.parts === before.parts ? undefined : survey.parts?.at(-1);
  const variable = part?.chars === undefined ? undefined : part.variable;
  return { ...step, survey: { ...survey, album: { id, ...(variable !== undefined && { variable }) } } };
}
