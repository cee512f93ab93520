import type { VNode } from 'preact';
import type { Dispute } from '../../../../../disputes/dispute.ts';
import { Card } from '../../../kit/controls.tsx';
import { Field } from '../../../kit/filters.tsx';
import { Moment } from '../../../kit/moment.tsx';
import { Name, ownPath } from '../../words.tsx';
import { LONGEST_NAME } from '../form-state.ts';
import type { OwnPage } from '../shown.ts';
import { FieldError, Folded, Words } from './words.tsx';

export function DisputeCard({ view, dialogue, rights, form }: OwnPage): VNode | null {
  const { t } = view;
  if (!rights.disputes) return null;
  return (
    <Folded title={t('dialogue.dispute')} isOpen={form?.form === 'dispute'}>
      <p class="about">{t('dialogue.disputeAbout')}</p>
      <form method="post" action={`${ownPath(dialogue)}/dispute`}>
        <Words
          view={view}
          label={t('dialogue.why')}
          form={form?.form === 'dispute' ? form : null}
          isRequired
        />
        <button type="submit">{t('dialogue.dispute')}</button>
      </form>
    </Folded>
  );
}

/** For who may decide the dispute that waits; whoever raised it may withdraw it. */
export function DecisionCard(shown: OwnPage): VNode | null {
  const { view, zone, dialogue, openDispute, rights, form } = shown;
  const { t } = view;
  const [first] = rights.verdicts;
  if (!openDispute || first === undefined) return null;
  const own = form?.form === 'decide' ? form : null;
  const about = { view, zone, dispute: openDispute };
  if (first === 'withdrawn') {
    return (
      <Card title={t('dialogue.openDispute')} id="dispute">
        <Raised {...about} />
        <p class="about">{t('dialogue.othersDecide')}</p>
        <Folded title={t('dispute.withdraw')} isOpen={own !== null}>
          <form method="post" action={`${ownPath(dialogue)}/dispute/decide`}>
            <input type="hidden" name="dispute" value={openDispute.id} />
            <input type="hidden" name="verdict" value="withdrawn" />
            <Words view={view} label={t('dialogue.why')} form={own} isRequired />
            <button type="submit">{t('dispute.withdraw')}</button>
          </form>
        </Folded>
      </Card>
    );
  }
  return (
    <Card title={t('dialogue.openDispute')} id="dispute">
      <Raised {...about} />
      <form method="post" action={`${ownPath(dialogue)}/dispute/decide`} class="decision">
        <input type="hidden" name="dispute" value={openDispute.id} />
        <fieldset class="verdicts">
          <legend>{t('dialogue.decision')}</legend>
          {rights.verdicts.map((verdict) => (
            <label key={verdict}>
              <input
                type="radio"
                name="verdict"
                value={verdict}
                required
                checked={own?.verdict === verdict}
              />{' '}
              {t('dispute.verdict', { verdict })}
            </label>
          ))}
        </fieldset>
        {own?.fault === 'verdict' && <FieldError text={own.error} />}
        <div class="only-operator">
          <Field label={t('dialogue.otherOperator')}>
            <input
              name="operator"
              maxlength={LONGEST_NAME}
              value={own?.operator ?? ''}
              dir="auto"
              aria-invalid={own?.fault === 'operator' ? true : undefined}
            />
          </Field>
          {own?.fault === 'operator' && <FieldError text={own.error} />}
        </div>
        <Words view={view} label={t('dialogue.why')} form={own} isRequired />
        <button type="submit">{t('dialogue.decide')}</button>
      </form>
    </Card>
  );
}

function Raised({ view, zone, dispute }: Pick<OwnPage, 'view' | 'zone'> & { dispute: Dispute }): VNode {
  const [{ who, why, at }] = dispute.entries;
  return (
    <>
      <p class="words" dir="auto">
        {why}
      </p>
      <p class="minor">
        <Name>{who.name}</Name> · <Moment at={new Date(at)} view={view} zone={zone} />
      </p>
    </>
  );
}
