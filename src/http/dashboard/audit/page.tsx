import type { VNode } from 'preact';
import { tableFile } from '../../../audit/evidence.ts';
import { dimensions } from '../../../dialogue.ts';
import type { NameFilter } from '../../../stats/filter.ts';
import { dateOf } from '../../../stats/period.ts';
import { Card, Empty } from '../kit/controls.tsx';
import { Field } from '../kit/filters.tsx';
import { page } from '../kit/layout.tsx';
import type { View } from '../kit/view.ts';

export interface EvidencePackPage {
  view: View;
  /** The newest first, the present one included. */
  months: readonly string[];
  /** What the reader's packs hold. */
  scope: NameFilter;
}

/** Where a month's evidence is downloaded, and what is in it. */
export function evidencePackPage({ view, months, scope }: EvidencePackPage): string {
  const { t } = view;
  const title = t('audit.nav');
  const children = (
    <>
      <div class="page-head">
        <h1>{title}</h1>
      </div>
      <p class="note">{t('audit.page.about')}</p>
      <div class="grid start">
        <Card id="choose" title={t('audit.page.choose')}>
          {months.length === 0 ? (
            <Empty title={t('audit.page.none')} />
          ) : (
            <Choose view={view} months={months} />
          )}
          <p class="about">{narrowedText(view, scope)}</p>
          <p>{t('audit.page.recount')}</p>
        </Card>
        <Holds view={view} />
      </div>
    </>
  );
  return page({ view, title, current: 'audit', children });
}

/** The month before the present one is chosen: it is the newest that is over. */
function Choose({ view: { t }, months }: Pick<EvidencePackPage, 'view' | 'months'>): VNode {
  const [present, before = present] = months;
  return (
    <form class="evidence" method="get" action="/dashboard/audit/evidence.zip">
      <Field label={t('audit.page.month')}>
        <select name="month">
          {months.map((month) => (
            <option value={month} selected={month === before} key={month}>
              {t('audit.page.option', {
                month: dateOf(`${month}-01`),
                over: month === present ? 'no' : 'yes',
              })}
            </option>
          ))}
        </select>
      </Field>
      <button type="submit">{t('audit.page.download')}</button>
    </form>
  );
}

function Holds({ view: { t } }: Pick<EvidencePackPage, 'view'>): VNode {
  const files = [
    ['index.html', t('audit.page.index')],
    [tableFile('dialogues'), t('audit.file.dialogues')],
    [tableFile('left-out'), t('audit.file.leftOut')],
    [`${tableFile('wording')}, scenarios/`, t('audit.file.wording')],
    [tableFile('figures'), t('audit.file.figures')],
    [tableFile('recount'), t('audit.file.recount')],
    [tableFile('changes'), t('audit.file.changes')],
    [tableFile('targets'), t('audit.file.targets')],
    [tableFile('manifest'), t('audit.page.manifest')],
  ];
  return (
    <Card id="holds" title={t('audit.page.holds')}>
      <dl class="files">
        {files.map(([name, about]) => (
          <div key={name}>
            <dt>{name}</dt>
            <dd>{about}</dd>
          </div>
        ))}
      </dl>
    </Card>
  );
}

function narrowedText({ t }: View, scope: NameFilter): string {
  const names = dimensions.flatMap((dimension) => scope[dimension] ?? []);
  return names.length === 0 ? t('audit.scope.all') : t('audit.scope.only', { names: names.join(', ') });
}
