import type { View } from '../../kit/view.ts';

/** The name of a variable: the two that every scenario has by what they are, others as the scenario names them. */
export function variableText({ t }: Pick<View, 't'>, variable: string): string {
  if (variable === 'quality_answer') return t('dialogue.head.rating');
  return variable === 'quality_comment' ? t('dialogue.head.comment') : variable;
}
