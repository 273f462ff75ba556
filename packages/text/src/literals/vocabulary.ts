/** Names of characters, in rows: what they stand for and their names. Counted or spelled aloud, in many languages. */
const ROWS: readonly string[] = [
  // English, German, French, Spanish, Italian, Portuguese, Dutch, Swedish, Polish, Turkish, Indonesian, Swahili, Finnish, Esperanto
  '0 zero nought null zéro cero nul noll zerowy sıfır sifir nol sifuri nolla nulo zeroth',
  '1 one eins ein un une uno jeden bir satu moja yksi unu ichi ek hana eka první um',
  '2 two zwei zwo deux dos due dois twee två tva dwa iki dua mbili kaksi du ni dva',
  '3 three drei trois tres tre três drie trzy üç uc tiga tatu kolme tri teen',
  '4 four vier quatre cuatro quattro quatro fyra cztery dört dort empat nne neljä nelja kvar yon chaar',
  '5 five fünf fuenf cinq cinco cinque vijf fem pięć piec beş lima tano viisi kvin paanch daseot pyat piat',
  '6 six sechs seis sei zes sześć szesc altı alti enam sita kuusi ses roku liu chhah yeoseot shest',
  '7 seven sieben sept siete sette sete zeven sju siedem yedi tujuh saba seitsemän sep shichi nana qi saat ilgop sem',
  '8 eight acht huit ocho otto oito åtta atta osiem sekiz delapan nane kahdeksan hachi aath yeodeol vosem',
  '9 nine neun neuf nueve nove negen nio dziewięć dziewiec dokuz sembilan tisa yhdeksän naŭ kyu jiu nau ahop devyat',
  '0 ноль нуль 1 один одна раз 2 два две 3 три 4 четыре 5 пять 6 шесть 7 семь 8 восемь 9 девять',
  '0 μηδέν 1 ένα 2 δύο 3 τρία 4 τέσσερα 5 πέντε 6 έξι 7 επτά 8 οκτώ 9 εννέα',
  '0 صفر 1 واحد 2 اثنان 3 ثلاثة 4 أربعة 5 خمسة 6 ستة 7 سبعة 8 ثمانية 9 تسعة',
  '0 शून्य 1 एक 2 दो 3 तीन 4 चार 5 पांच 5 पाँच 6 छह 7 सात 8 आठ 9 नौ',
  '0 ゼロ 0 れい 1 いち 2 に 3 さん 4 よん 4 し 5 ご 6 ろく 7 なな 7 しち 8 はち 9 きゅう',
  '0 영 0 공 1 일 1 하나 2 이 2 둘 3 삼 3 셋 4 사 4 넷 5 오 5 다섯 6 육 6 여섯 7 칠 7 일곱 8 팔 8 여덟 9 구 9 아홉',
  '10 ten zehn 11 eleven elf 12 twelve zwölf 13 thirteen 14 fourteen 15 fifteen 16 sixteen 17 seventeen 18 eighteen 19 nineteen',
  '3 tree 4 fower 5 fife 8 ait 9 niner 0 oh',
  // NATO, and the German one
  'a alfa alpha anton ay b bravo berta bee c charlie cesar cäsar cee d delta dora dee',
  'e echo emil f foxtrot foxtrott friedrich eff ef g golf george gustav gee h hotel heinrich aitch i india ida j juliett juliet julius jay',
  'k kilo kaufmann kay l lima ludwig ell m mike martha em n november nordpol en o oscar otto p papa peter paula pee',
  'q quebec quelle cue r romeo roger richard ar s sierra samuel siegfried ess t tango theodor tee u uniform ulrich',
  'v victor viktor vee w whiskey whisky william wilhelm x xray x-ray xanthippe ex y yankee ypsilon why wye z zulu zeppelin zacharias zed zee',
]
/** Words that stand between spelled characters and stand for none. */
const FILLERS =
  'the then and is a an as in of letter letters digit digits number numeral character char characters symbol capital uppercase lowercase upper lower case big small ' +
  'underscore underline dash hyphen minus dot point comma space colon slash first second third fourth fifth sixth seventh eighth ninth tenth eleventh ' +
  'twelfth thirteenth fourteenth fifteenth sixteenth seventeenth eighteenth nineteenth twentieth twenty-first next followed by after that comes finally last plus und et y like for stop ' +
  'double triple twice with also at position index element value chr ord ascii code hex decimal binary ray'
/** Tens, which a digit may follow. */
const TENS = 'twenty 2 thirty 3 forty 4 fifty 5 sixty 6 seventy 7 eighty 8 ninety 9'

function pairsOf(row: string): readonly (readonly [name: string, symbols: string])[] {
  let current = ''
  return row.split(' ').flatMap((word): [string, string][] => {
    if (/^(?:[0-9]{1,2}|[a-z])$/.test(word)) {
      current = word
      return []
    }
    return [[word, current]]
  })
}

/** What a word stands for in a spelling, in ASCII letters in lower case and digits. */
export const NAMES: ReadonlyMap<string, string> = new Map(ROWS.flatMap(pairsOf))
/** Names of tens. */
export const TEN_NAMES: ReadonlyMap<string, string> = new Map(
  TENS.split(' ').flatMap((word, i, all): [string, string][] => (i % 2 === 0 ? [[word, all[i + 1] ?? '']] : [])),
)
/** Words that a spelling may hold beside its characters. */
export const FILLER_WORDS: ReadonlySet<string> = new Set(FILLERS.split(' '))

/** Whether a known word, in lower case, is the name of a character: false for words that stand between such names. */
export const IS_NAME: ReadonlyMap<string, boolean> = new Map([
  ...Array.from(FILLER_WORDS, (word) => [word, false] as const),
  ...Array.from([...NAMES.keys(), ...TEN_NAMES.keys()], (word) => [word, true] as const),
])

/** First two letters and lengths of all of them: most words of a text are told apart from them by one look. */
const SEEN: Uint8Array = new Uint8Array(1 << 14)
for (const word of [...NAMES.keys(), ...TEN_NAMES.keys(), ...FILLER_WORDS])
  for (const written of [word, word.toUpperCase(), word.charAt(0).toUpperCase() + word.slice(1)])
    SEEN[look(written, 0, written.length)] = 1

/** False where no name or filler begins like the word at `from` and is as long. */
export function mayBeKnown(text: string, from: number, length: number): boolean {
  return SEEN[look(text, from, length)] === 1
}

function look(text: string, from: number, length: number): number {
  const second = length > 1 ? text.charCodeAt(from + 1) : 0
  return (text.charCodeAt(from) & 31) | ((second & 31) << 5) | ((length & 15) << 10)
}
