import type { ClientEvent } from '../../channel.ts';
import type { Dialogue } from '../../dialogue.ts';
import { chooseLanguage, type Scenario } from '../../scenario/scenario.ts';
import type { Survey } from '../../scenario/survey.ts';

/** The survey as it goes on with an event: in the language of the client's app, in the thread where the client is. */
export function hearing(
  { language }: Dialogue,
  survey: Survey,
  scenario: Scenario,
  { at, profile, thread }: ClientEvent,
  now: Date,
): Survey {
  // What the helpdesk wished for stays.
  const wish = language === null && profile?.locale ? [profile.locale, survey.language] : [survey.language];
  const spoken = chooseLanguage(scenario, wish);
  const heardAt = Math.max(survey.heardAt ?? 0, Math.min(at.getTime(), now.getTime()));
  return { ...survey, language: spoken, heardAt, ...(thread !== undefined && { thread }) };
}
