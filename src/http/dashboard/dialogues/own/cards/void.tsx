import type { VNode } from 'preact';
import { ownPath } from '../../words.tsx';
import type { OwnPage } from '../shown.ts';
import { Folded, Words } from './words.tsx';

export function VoidCard({ view, dialogue, rights, form }: OwnPage): VNode | null {
  const { t } = view;
  if (!rights.voids) return null;
  if (dialogue.voided) {
    return (
      <form method="post" action={`${ownPath(dialogue)}/unvoid`}>
        <button type="submit" class="quiet">
          {t('dialogue.unvoid')}
        </button>
      </form>
    );
  }
  return (
    <Folded title={t('dialogue.void')} isOpen={form?.form === 'void'}>
      <p class="about">{t('dialogue.voidAbout')}</p>
      <form method="post" action={`${ownPath(dialogue)}/void`}>
        <Words view={view} label={t('dialogue.why')} form={form?.form === 'void' ? form : null} isRequired />
        <button type="submit">{t('dialogue.void')}</button>
      </form>
    </Folded>
  );
}
