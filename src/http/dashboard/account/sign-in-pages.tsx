import type { VNode } from 'preact';
import type { Person } from '../../../access/person.ts';
import { assetUrl } from '../assets.ts';
import { signInPath } from '../auth/auth.ts';
import { Notice } from '../kit/controls.tsx';
import { cardPage } from '../kit/layout.tsx';
import { homeOf } from '../kit/sections.ts';
import type { View } from '../kit/view.ts';

/** Why somebody was not signed in. */
export type SignInFault = 'spent' | 'expired' | 'unknown' | 'unproved' | 'stranger';

/** One button, by which the link is spent. @param action its address */
export function confirmPage(view: View, person: Person, action: string): string {
  const { t } = view;
  const title = t('account.signIn');
  const children = (
    <>
      <p>{t('account.signInAs', { name: person.name, role: t('people.role', { role: person.role }) })}</p>
      <form method="post" action={action}>
        <button type="submit">{t('account.signInButton')}</button>
      </form>
      <p class="about">{t('account.notYou')}</p>
    </>
  );
  return cardPage({ view, title, children });
}

/** How one is signed in. @param fault why one was not; null: nobody tried */
export function howToPage(view: View, fault: SignInFault | null): string {
  const { t, visitor } = view;
  const title = t('account.signIn');
  const children = (
    <>
      {fault && <Notice kind="bad">{t('account.fault', { fault })}</Notice>}
      {fault !== 'stranger' && <p>{t('account.howTo')}</p>}
      {fault === null && <p class="about">{t('account.invited')}</p>}
      {fault === null && visitor && (
        <p>
          <a href={homeOf(visitor.person)}>{t('account.goOn', { name: visitor.person.name })}</a>
        </p>
      )}
      {fault === null && <AppForm />}
    </>
  );
  return cardPage({ view, title, children });
}

/** As a part of a platform's app the page is handed a proof of who opened it, which its script posts. */
function AppForm(): VNode {
  return (
    <form method="post" action={signInPath} id="app-sign-in" hidden>
      <input type="hidden" name="proof" />
      <script src={assetUrl('sign-in.js')} defer />
    </form>
  );
}
