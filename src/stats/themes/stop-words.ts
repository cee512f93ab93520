/**
 * What says nothing on its own. The lists of stopword (Ukrainian, Russian, English) come from texts of another kind;
 * these are what is missing there for comments: pronouns in all cases, auxiliary verbs, politeness, filler.
 */
const missing = `
  дуже просто лише уже ще же би щоб тому потім зараз тепер тоді можна треба потрібно варто взагалі також навіть ось
  ну от ага так всі усі все усе весь уся всього усього всьому усьому всю усю всім усім всіма усіма всіх усіх хто кого
  кому ким чий чия чиє чиї що чому чим чогось щось хтось когось якийсь якась якесь якісь якого якому яким якими яких
  якої якій яку яке які скільки стільки цього цьому цим цими цих цій цю цієї цією оця оце цей того тому тим тими тих
  тій ту тієї тією ті той та те такі такого такому такої такій таку такою таких таким такими наш наша наше наші
  нашого нашому нашої нашій нашу нашим наших ваш ваша ваше ваші вашого вашому вашої вашій вашу вашим вашими ваших
  вашою свій своя своє свої свого своєму своєї своїй свою своїм своїми своїх мій моя моє мої мого моєму моєї моїй мою
  моїм моїх їхній їхня їхні собою мною тобою нею ним ними неї нього них ній ньому вона воно вони він
  є буде будуть буду будемо був була було були бути немов став стала стало стали може можу можуть можете можемо міг
  могла могли могло має маю мають маємо мав мала мали мати хоче хочу хочуть хотів хотіла хотіли який якщо якби коли
  доки поки хоча адже бо або чи й та і із зі від до при про для через після перед над під між біля серед згідно щодо
  один одна одне одні одного одної одну інший інша інше інші іншого іншої іншу іншим інших
  будь ласка будь-ласка будь-який будь-яка звичайно можливо мабуть наприклад тобто нібито собі
  это эта эти этот все всё ещё очень просто уже был была было были есть вас вам нас нам меня мне мы вы он она они
  который которая которое которые чтобы если или когда потом тоже также только можно надо нужно быть свой
  im ive id ill youre theyre its lets us they them she he me my we our your his her their these those this that any
  please just really quite rather even will shall should would could can may there here when what who whom why how
  again ever then than too so if or no yes ok okay oh well got get gets getting is isnt am are was were be being been
  did do does doing done had has have having went go going a an the to of in on at by for with from as into about
`;

/** Those before a word turn it into its opposite, in whatever of the languages. */
const negations = new Set(
  `не ні ані нема немає без жоден жодна жодне жодного жодної жодному жодній жодну жодним жодних ни нет
  not no nor never without cannot dont doesnt didnt wont wouldnt cant couldnt isnt arent wasnt werent havent hasnt`.match(
    /\S+/g,
  ),
);

/** «не», «без», `not`, `can’t`: what makes a term of its own of the word that follows. */
export function negates(word: string): boolean {
  return negations.has(word) || word.endsWith('n’t');
}

/** @param lists stop words in lower case */
export function createStopWords(lists: ReadonlyArray<readonly string[]>): (word: string) => boolean {
  const all = new Set([...lists.flat(), ...(missing.match(/\S+/g) ?? [])]);
  return (word) => word.length < 2 || all.has(word) || all.has(word.replace(/’(?:s|m|re|ve|ll|d)$/, ''));
}
