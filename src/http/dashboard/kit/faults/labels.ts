import { isMessageKey, type MessageKey, type Translate } from '../../../../locales/index.ts';

/** Those of one page, as its form names them. */
const labels: Record<string, MessageKey> = {
  from: 'pages.from',
  to: 'pages.to',
  period: 'pages.period',
  disputed: 'pages.filter.disputed',
  step: 'csat.step',
  scale: 'csat.scaleChoice',
  by: 'funnel.by',
  search: 'dialogue.search',
  outcome: 'dialogue.head.state',
  reason: 'dialogue.whyNotAsked',
  counted: 'dialogue.countedOnly',
  order: 'dialogue.sorted',
  cursor: 'dialogue.pages',
  format: 'dialogue.fileFormat',
  bom: 'dialogue.byteOrderMark',
  month: 'audit.page.month',
};

/** Those that the list of dialogues names in one text. */
const switches = ['rated', 'commented', 'delivered', 'finished'];

/** What a parameter of an address is called on the page that it belongs to; null: nothing but its name. */
export function parameterLabel(t: Translate, name: string): string | null {
  if (switches.includes(name)) return t('dialogue.switch', { name });
  const known = Object.hasOwn(labels, name) ? labels[name] : undefined;
  if (known) return t(known);
  const key = `pages.filter.${name}`;
  return isMessageKey(key) ? t(key) : null;
}
