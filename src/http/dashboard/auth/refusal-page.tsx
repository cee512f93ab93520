import { cardPage } from '../kit/layout.tsx';
import type { View } from '../kit/view.ts';

/** What is wrong with a request, and the address that helps. */
export function refusalPage(
  view: View,
  refusal: 'otherHost' | 'otherSite' | 'signedOut',
  address: string,
): string {
  const { t } = view;
  const title = t(`account.${refusal}`);
  const children = (
    <>
      <p>{t(`account.${refusal}.about`)}</p>
      <p>
        <a href={address}>{address}</a>
      </p>
    </>
  );
  return cardPage({ view: { ...view, visitor: null }, title, children });
}
