/**
 * What the stemmer of @nlpjs/lang-uk leaves apart is brought together around it. It joins the cases of most nouns and
 * adjectives; it gives other stems for the genders and tenses of a verb («чекала» чекал, «чекав» чека, «чекати» чек),
 * for a vowel that comes and goes («посилка» посилк, «посилок» посилок), for a consonant that changes («підтримці»
 * підтримц) and for qualities («грубість» грубіст, «грубості» грубост).
 * @param library the stemmer of @nlpjs/lang-uk, for one word
 * @returns the stem of a word in lower case, without apostrophes; other Cyrillic words come to no harm
 */
export function createUkrainianStem(library: (word: string) => string): (word: string) => string {
  return (word) => {
    const plain = word.replaceAll('’', '');
    const family = families.find(([pattern]) => pattern.test(plain));
    if (family) return family[1];
    const active = plain.length > 5 ? plain.replace(/с[яь]$/, '') : plain;
    for (const ending of nouns.test(active) ? [caseEnding] : [quality, past, participle, verb]) {
      const base = active.replace(ending, '');
      if (base !== active && base.length > 2 && vowel.test(base)) return settled(base);
    }
    return settled(library(active));
  };
}

const vowel = /[аеиіоуюяєї]/;

/** Words that no ending explains, by how they begin. */
const families: ReadonlyArray<[RegExp, string]> = [
  [/^дн(?:я|і|ів|ям|ями|ях|ем)$|^день$/, 'ден'],
  [/^тиж(?:ден|д?н)/, 'тижн'],
  [/^люд(?:ин|и$|ей$|ям|ях|ьми$)/, 'люд'],
  [/^допом[оаі][гжз]/, 'допомог'],
  [/^проблем/, 'проблем'],
  [/^систем/, 'систем'],
  [/^плат(?:еж|іж)/, 'платеж'],
  [/^швид[кш](?!іс)/, 'швидк'],
  [/^довш[еи]/, 'довг'],
  [/^відпов(?!ідальн)/, 'відповід'],
  [/^жах/, 'жах'],
];

/** Nouns whose endings look like those of a verb: «оплати», «канали», «розмова». */
const nouns =
  /(?:плат|кімнат|формат|мат|результат|сертифікат|адвокат|апарат|чат|ліміт|кредит|депозит|візит|сайт|маршрут|канал|матеріал|персонал|портал|термінал|правил|файл|відділ|мов)(?:[аиіу]|ів)$/;
const caseEnding = /(?:[аиіу]|ів)$/;

const quality = /(?:ість|ост(?:і|ю|ей|ям|ями|ях)|істю)$/;
const past = /(?<=ш)(?:л[аио]|ов)$/;
const participle = /(?:[ую]?ова|юва|[єе])н(?:о|ий|а|е|і|их|ого|ої|ому|ою|им|ими)$/;
const verb = new RegExp(
  `(?:${[
    '(?:ов)?[ую]ва(?:в|вши|ла|ло|ли|ти|ть|но|нь|нн(?:я|ям|ю|і|ями|ях))',
    '(?:ов)?[ую](?:ю|є|ємо|єте|єш|ють)',
    '[аяиіїу](?:в|вши|ла|ло|ли|ти)',
    '[ая](?:ю|є|ємо|єте|єш|ють|нь|нн(?:я|ям|ю|і|ями|ях))',
    '[еє]нн(?:я|ям|ю|і|ями|ях)',
    '(?<=[жлнршч])ень',
    '[иї](?:ть|мо|те|ш)',
    '[аяую]ть',
  ].join('|')})$`,
);

/** One form of a stem for all words that have it. */
function settled(stem: string): string {
  return stem
    .replace(/іст$/, 'ост')
    .replace(/(?<=...)(?:ств|ськ|[ійї])$/, '')
    .replace(/(?<=[бвпмф])л$/, '')
    .replace(/(?<=.[бвгджзйклмнпрстфхчшщ])ок$/, 'к')
    .replace(/(?<=[бвгджзклмнпрстфхчшщ])ц$/, 'к')
    .replace(/верт$/, 'верн')
    .replace(/([бвгджзклмнпрстфхцчшщ])\1$/, '$1');
}
