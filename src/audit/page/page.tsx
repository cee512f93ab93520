import type { VNode } from 'preact';
import { render } from 'preact-render-to-string';
import { dimensions } from '../../dialogue.ts';
import { dateOf } from '../../stats/period.ts';
import type { Evidence } from '../evidence.ts';
import { Formulas, Scales, StoodTargets } from './background.tsx';
import { Changes, Files } from './changes.tsx';
import { LeftOut, Population } from './counts.tsx';
import { Figures } from './figures.tsx';
import { RecountTable } from './recount.tsx';
import { style } from './style.ts';
import { type Words, wordsFor } from './words.ts';
import { Wordings } from './wording.tsx';

/** The readable page of a pack: a file that needs no other, without a script, also for printing. */
export function evidencePage(evidence: Evidence): string {
  return `<!doctype html>\n${render(<Page words={wordsFor(evidence)} />)}`;
}

const contents = [
  ['population', 'audit.section.population'],
  ['left-out', 'audit.section.leftOut'],
  ['figures', 'audit.section.figures'],
  ['recount', 'audit.section.recount'],
  ['wording', 'audit.section.wording'],
  ['formulas', 'audit.section.formulas'],
  ['changes', 'audit.section.changes'],
  ['targets', 'audit.section.targets'],
  ['files', 'audit.section.files'],
] as const;

function Page({ words }: { words: Words }): VNode {
  const { t, evidence, time } = words;
  const { month, madeAt, zone, language, recount } = evidence;
  const title = t('audit.title', { month: dateOf(month.period.from) });
  return (
    <html lang={language}>
      <head>
        <meta charset="utf-8" />
        <title>{`${title} · Afterword`}</title>
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <meta name="color-scheme" content="light dark" />
        <style dangerouslySetInnerHTML={{ __html: style }} />
      </head>
      <body>
        <header>
          <h1>{title}</h1>
          <p>{t('audit.about')}</p>
          <p class="note">
            {scopeText(words)} {t('audit.made', { at: time(madeAt), zone })}
          </p>
          {!month.isOver && <p class="banner plain">{t('audit.notOver', { at: time(madeAt) })}</p>}
          {recount.all.rows === 0 && <p class="banner plain">{t('audit.empty')}</p>}
          <Verdict words={words} />
          <nav aria-label={t('audit.contents')}>
            {contents.map(([id, key]) => (
              <a href={`#${id}`} key={id}>
                {t(key)}
              </a>
            ))}
          </nav>
        </header>
        <main>
          <Population words={words} />
          <LeftOut words={words} />
          <Figures words={words} />
          <RecountTable words={words} />
          <Wordings words={words} />
          <Scales words={words} />
          <Formulas words={words} />
          <Changes words={words} />
          <StoodTargets words={words} />
          <Files words={words} />
        </main>
      </body>
    </html>
  );
}

/** Whether the recount agrees, and whether the wording is there. */
function Verdict({ words: { t, evidence } }: { words: Words }): VNode {
  const { compared, wordings } = evidence;
  const different = compared.filter(({ isEqual }) => !isEqual).length;
  const faults = wordings.filter(({ fault }) => fault !== null).length;
  return (
    <>
      {different === 0 ? (
        <p class="banner good">{t('audit.equal', { count: compared.length })}</p>
      ) : (
        <p class="banner wrong">{t('audit.differs', { count: different, all: compared.length })}</p>
      )}
      {faults > 0 && <p class="banner wrong">{t('audit.wordingFaults', { count: faults })}</p>}
    </>
  );
}

function scopeText({ t, evidence: { scope } }: Words): string {
  const names = dimensions.flatMap((dimension) => {
    const value = scope[dimension];
    return value === undefined ? [] : [[value].flat().join(', ') || '—'];
  });
  return names.length === 0 ? t('audit.scope.all') : t('audit.scope.only', { names: names.join('; ') });
}
