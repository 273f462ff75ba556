/**
 * Look-alikes of Latin letters, written as pairs "from to": the look-alike and the ASCII letters that it passes for.
 * Compiled by eye from the Unicode charts. What compatibility decomposition folds already is not repeated here.
 */
function table(...rows: readonly string[]): ReadonlyMap<string, string> {
  const pairs = rows.join(' ').split(' ')
  return new Map(
    pairs.map((pair): [string, string] => {
      const [from = ''] = pair
      return [from, pair.slice(from.length)]
    }),
  )
}

/** Symbols that spell A to Z in a row and do not decompose: negative circled and squared letters, regional indicators. */
const ALPHABETS: readonly number[] = [0x1f150, 0x1f170, 0x1f1e6]

function symbolLetters(): ReadonlyMap<string, string> {
  return new Map(
    ALPHABETS.flatMap((first) =>
      Array.from({ length: 26 }, (_, i): [string, string] => [
        String.fromCodePoint(first + i),
        String.fromCharCode(0x61 + i),
      ]),
    ),
  )
}

/** Latin letters that do not decompose, small capitals, phonetic letters, letters as symbols: folded wherever they stand. */
export const LATIN: ReadonlyMap<string, string> = new Map([
  ...table(
    'øo Øo łl Łl đd Đd ħh Ħh ŧt Ŧt ıi ƒf æae Æae œoe Œoe ßss ẞss ðd Ðd þth Þth ɑa ɐa ǝe ɘe əe ɛe ɡg ɢg ɩi ɪi ʟl ɴn',
    'ɵo ʀr ʁr ɹr ʏy ʎy ʜh ʙb ᴀa ᴃb ᴄc ᴅd ᴇe ᴊj ᴋk ᴍm ᴏo ᴘp ᴛt ᴜu ᴠv ᴡw ᴢz ꜰf ꜱs ꞯq ƚl ɨi ƀb ƈc ɗd ɓb ɠg ƙk ɲn ƞn ƥp',
    'ɫl ɭl ɱm ɯm ɳn ɾr ɽr ʂs ʈt ʉu ʋv ʐz ƶz ȼc ɇe ɉj ɍr ɏy ⱥa ⱦt ꝺd ꝼf ᵹg ʌv ʍw ɔo',
  ),
  ...symbolLetters(),
])

/** Letters drawn like a Latin one in most fonts: a word made of nothing else is taken for a Latin word. */
export const STRONG: ReadonlyMap<string, string> = table(
  'аa еe оo рp сc уy хx іi јj ѕs һh ԁd ԛq ԝw ӏl ԍg ѵv үy',
  'Аa Вb Еe Кk Мm Нh Оo Рp Сc Тt Уy Хx Іi Јj Ѕs Һh Ԛq Ԝw Ӏl Ѵv Үy',
  'οo Αa Βb Εe Ζz Ηh Ιi Κk Μm Νn Οo Ρp Τt Υy Χx ϳj ϲc',
  'օo ꓮa ꓐb ꓚc ꓓd ꓰe ꓝf ꓖg ꓧh ꓲi ꓙj ꓗk ꓡl ꓟm ꓠn ꓳo ꓑp ꓢs ꓣr ꓔt ꓴu ꓦv ꓪw ꓫx ꓬy ꓜz',
)

/** Letters that pass for a Latin one only beside real ones: folded in words that hold a Latin letter. */
export const WEAK: ReadonlyMap<string, string> = table(
  'вb нh кk мm тt гr пn иu йu яr ьb ъb ыbl бb дd зz ёe єe чy шw щw ґr ҝk қk ңh ҳx ӕae',
  'αa βb γy εe ζz ηn ιi κk μu νv πn ρp σo ςc τt υu χx ωw θo λa δd ξe',
  'սu ոn հh ցg զq քf ղn վu կl յj շ2 ԃd գq տu',
  'Ꭺa Ᏼb Ꮯc Ꭰd Ꭼe Ꮐg Ꮋh Ꭻj Ꮶk Ꮮl Ꮇm Ꮲp Ꭱr Ꮪs Ꭲt Ꮩv Ꮃw Ꭹy Ꮓz ⲟo ⲣp ⲥc ⲁa ⲓi ⲛn ⲧt ⲩy ⲭx',
)

/** Dashes, quotes and marks that stand for an ASCII one. */
export const PUNCTUATION: ReadonlyMap<string, string> = table(
  "‐- ‒- –- —- ―- −- ⁃- ﹘- ‘' ’' ‚' ‛' ′' ʼ' ʻ' ˈ' “\" ”\" „\" ‟\" «\" »\" ″\" ⁄/ ∕/ ╱/ ∖\\ ⧵\\ ∗* ⁎* •* ·. ‧. ∙. ⋅.",
  '꞉: ∶: ׃: ։: ǃ! ‹< ›> 〈< 〉> ⟨< ⟩> 【[ 】] 「[ 」] 『[ 』] 。. 、, ٬, ‖| ∣| ǀ|',
)
