import type { VNode } from 'preact';
import type { Translate } from '../../locales/index.ts';
import type { Scenario } from '../../scenario/scenario.ts';
import { durationText } from '../../stats/targets/words.ts';
import { askedBy, textsIn, type Wording } from '../wording.ts';
import { Section, Table } from './table.tsx';
import type { Words } from './words.ts';

/** Every version by which clients were asked, with its texts in the languages in which they read them. */
export function Wordings({ words }: { words: Words }): VNode {
  const { t, evidence } = words;
  return (
    <Section id="wording" title={t('audit.section.wording')} about={t('audit.wording.about')}>
      {evidence.wordings.length === 0 && <p>{t('audit.wording.none')}</p>}
      {evidence.wordings.map((wording) => (
        <Version t={t} wording={wording} key={`${wording.scenario} ${wording.version}`} />
      ))}
    </Section>
  );
}

function Version({ t, wording }: { t: Translate; wording: Wording }): VNode {
  const { scenario, version, read, fault, languages } = wording;
  const spoken = [...languages.keys()];
  const name = t('audit.wording.version', {
    title: read?.title ?? scenario,
    scenario,
    version: version === '' ? t('audit.wording.unknownVersion') : version,
  });
  const by = [...languages].map(([language, of]) =>
    t('audit.wording.language', { language: language === '' ? '—' : language, count: of }),
  );
  return (
    <article>
      <h3>{name}</h3>
      <p>{t('audit.wording.asked', { count: askedBy(wording), languages: by.join(', ') })}</p>
      {fault && <p class="bad">{t('audit.wording.fault', { fault })}</p>}
      {read && <p>{rulesText(t, read)}</p>}
      {read && <Texts t={t} read={read} languages={spoken} caption={name} />}
    </article>
  );
}

function Texts(props: {
  t: Translate;
  read: Scenario;
  languages: readonly string[];
  caption: string;
}): VNode {
  const { t, read, languages, caption } = props;
  const [first = [], ...others] = languages.map((language) => textsIn(read, language));
  const rows = first.map(({ block, path, saves, value, text }, index) => ({
    cells: [
      block === '' ? path : placeText(block, path),
      value === null ? (path === 'text' ? (saves ?? '') : '') : String(value),
      text,
      ...others.map((texts) => texts[index]?.text ?? ''),
    ],
  }));
  const columns = [
    { name: t('audit.column.block') },
    { name: t('audit.column.saves') },
    ...languages.map((language) => ({ name: `${t('audit.column.text')} ${language}`.trim() })),
  ];
  return <Table caption={caption} isHeaded columns={columns} rows={rows} />;
}

/** `rate`, `rate.buttons`, `comment.skip` */
const placeText = (block: string, path: string): string =>
  path === 'text' ? block : `${block}.${path.replace(/\.\d+\.text$/, '')}`;

function rulesText(t: Translate, { rules }: Scenario): string {
  const { delay, expire_after, cooldown, change_within, remind_after = 0 } = rules;
  const orNone = (ms: number): string => (ms === 0 ? 'none' : durationText(t, ms));
  return t('audit.wording.rules', {
    delay: orNone(delay),
    expiry: durationText(t, expire_after),
    change: durationText(t, change_within),
    cooldown: orNone(cooldown),
    reminder: orNone(remind_after),
  });
}
