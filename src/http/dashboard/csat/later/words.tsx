import type { VNode } from 'preact';
import { definitionOf } from '../../../../stats/metrics/definition.ts';
import type { Theme } from '../../../../stats/themes/themes.ts';
import { share } from '../../../../text/figures.ts';
import { Card, DataTable, Definition } from '../../kit/controls.tsx';
import type { Drill } from '../../kit/drill.ts';
import type { View } from '../../kit/view.ts';

export const wordsRead = 12;

/** Words that low ratings use more often; each leads to the dialogues whose comments have it. */
export function WordsCard({
  view: { t, language },
  words,
  drill,
}: {
  view: View;
  words: readonly Theme[];
  drill: Drill;
}): VNode {
  const { text, formula } = definitionOf('themes', language);
  return (
    <Card
      title={t('csat.words')}
      id="words"
      about={words.length === 0 ? undefined : t('csat.wordsAbout')}
      actions={<Definition name={t('csat.whatIsIt')} text={text} formula={formula} />}
    >
      {words.length === 0 ? (
        <p class="quiet">{t('csat.noWords')}</p>
      ) : (
        <DataTable
          caption={t('csat.wordsAbout')}
          head={[t('csat.word'), t('csat.lowComments'), t('csat.otherComments')]}
          rows={words.map(({ term, low, others, lowShare, othersShare }) => [
            { text: t('digest.quote', { comment: term }), href: drill({ search: term }) },
            { text: t('csat.commentsShare', { count: low, share: share(t, lowShare) }), numeric: true },
            { text: t('csat.commentsShare', { count: others, share: share(t, othersShare) }), numeric: true },
          ])}
        />
      )}
    </Card>
  );
}
