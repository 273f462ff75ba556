import { STRONG } from '../confusables.ts'
import type { Disguised } from './disguised.ts'
import { isEnglish, isProse, letterAt, LETTERS, makeupOf, trigram, TRIGRAMS } from './english.ts'
import { reverse } from './ciphers.ts'
import { linesOf } from './escapes.ts'

/** Pairs "from to" in one row. */
function pairs(row: string): ReadonlyMap<string, string> {
  return new Map(
    row.split(' ').map((pair): [string, string] => {
      const [from = ''] = pair
      return [from, pair.slice(from.length)]
    }),
  )
}

/** Letters that look like another one upside down; the ASCII ones among them are their own pictures. */
const FLIPPED = pairs(
  'ɐa ɒa qb ɔc ↄc pd ǝe əe ɘe ɟf ƃg ɓg ᵷg ɥh ᴉi ıi ɾj ɿj ſj ʞk ʃl ꞁl ןl ɯm uɴ un ɹr ᴙr ʁr ʇt nu ʌv ʍw ʎy ' +
    "dp bq ∀A ᗺB ꓭB ƆC ᗡD ꓷD ƎE ℲF ⅁G פG ſJ ꓘK ⅂L ˥L ꓶL ꓩL ԀP ꓒP ΌQ ꓤR ᴚR ꓕT ⊥T ┴T ∩U ՈU ꓥV ΛV ⅄Y ʎY ¡! ¿? ˙. '\",, ,' " +
    'Ɩ1 ᄅ2 Ɛ3 ㄣ4 ϛ5 96 ㄥ7 69 MW WM )( () ][ [] }{ {} >< <>',
)
/** One of these in a line and it may be upside down. */
const FLIPPED_ONLY = /[ɐɒɔǝɘɟƃɥᴉɾɿʞꞁןɯɹᴙʇʌʍʎ∀ƆƎℲ⅁⅂˥Ԁᴚ⊥⅄ꓘꓤꓕꓥꓷꓭꓶ]/
/** Fewer are no text. */
export const MIN_FLIPPED: number = 3

/** Lines in letters that stand on their heads, read from the right where that gives the words, else from the left. */
export function* readFlipped(text: string): Generator<Disguised> {
  for (const { line, start, end } of linesOf(text)) {
    let flips = 0
    for (const character of line) if (FLIPPED_ONLY.test(character)) flips++
    if (flips < MIN_FLIPPED) continue
    const turned = Array.from(
      line,
      (character) => FLIPPED.get(character) ?? FLIPPED.get(character.toLowerCase()) ?? character,
    )
      .join('')
      .toLowerCase()
    const [best] = [reverse(turned), turned].toSorted((a, b) => makeupOf(b).known - makeupOf(a).known)
    if (best !== undefined && isProse(best)) yield { encoding: 'flipped', text: best, span: { start, end } }
  }
}

/**
 * Letters of other scripts and symbols that are drawn like Latin ones by text that is made to look odd: whole words
 * of them are read where English comes out. Kept apart from look-alikes, since most are letters that people write with.
 */
const ROWS: readonly string[] = [
  // Canadian syllabics, Cherokee, Lisu
  'ᗩa ᗷb ᑕc ᗪd ᕮe ᗴe ᖴf ᘜg Ǥg ᕼh Ꭵi ᒍj ᛕk ᒪl ᗰm ᑎn ᑭp ᑫq ᖇr ᔕs ᑌu ᐯv ᗯw ᙭x ᖻy ᘔz ᗞd ᗝo ᖗo ᖘc ᘿe ᓰi ᖽk ᘻm ᘉn ᓍo ᕵp ᕴq ᖆr ᘗb ᕶs ᖶt ᑘu ᐻv ᘺw ᖿx ᗅa ᗆa ᒎj ᒲm ᑋh ᓄn',
  'Ꭺa Ᏼb Ꮟb Ꮯc Ꭰd Ꭼe Ꮐg Ꮆg Ᏻg Ꮋh Ꮒh Ꭵi Ꮖi Ꭻj Ꮶk Ꮮl Ꮇm Ꮑn Ꮎo Ꭴo Ꮲp Ꭾp Ꮔq Ꮕn Ꭱr Ꮢr Ꮥs Ꮪs Ꮦt Ꭲt Ꮜu Ꮼw Ꮩv Ꮙv Ꮃw Ꮤw Ꮍy Ꭹy Ꮓz Ꮱe Ꮗw Ꮠi Ꮧl ꭺa ꮯc ꭰd ꭼe ꮐg ꮋh ꭻj ꮶk ꮮl ꮇm ꮲp ꭱr ꮪs ꭲt ꮩv ꮃw ꭹy ꮓz ꮎo',
  // Characters of East Asia
  '卂a 丹a 乃b 匚c 刀d ᗪd 乇e 千f 下f 厶g 卄h 廾h 丨i 工i ﾉi 丿j ﾌj 长k 片k ㄥl 乚l 从m 爪m 冂n 几n 刂n 口o ㄖo 卩p ｱp 尸p 尺r 丂s 七t 丅t ㄒt 匕t ㄗp ㄈc ㄅh ㄎs 口o ㄩu 凵u 山w 屮w 乂x ㄨx 丫y ㄚy 乙z 闩a 巳e 弓s 了j 甘g 且a 门n 认u 夕g',
  // Letters with a bar or a tail, and signs of currencies
  '₳a ฿b ₵c ₡c Đd Ɇe ₣f ₲g Ⱨh Łl Ⱡl ₥m ₦n Øo ₱p ₽p Ɍr Ɽr ₴s ₮t Ʉu ₩w Ӿx Ɏy Ⱬz €e £l ¥y ¢c §s µu ƒf ₭k ₹r ₫d ₤l ∂d ∑e ∆a ∏n √v ∞o ∫f ℓl ℮e ⅽc',
  // Hebrew, Arabic, Thai and others as they look
  'אx סo ןl ѵv ภn คa ๒b єe Ŧf ﻮg ђh เi กn ๏o קp ợq гr รs Շt ยu שw ץy չz ๓m ςc ɭl งv ฬw ๔d ๕d ฅm ຖn ໐o',
  // Armenian, Coptic, Greek, Cyrillic: the ones that are look-alikes only in company
  'αa βb γy δd εe ζz ηn θo ιi κk λl μu νv ξe οo πn ρp σo τt υu φo χx ψw ωw ςs Λa Σe Δa Θo Φo Ψw Ωo Πn Γr',
  'аa вb сc еe нh іi јj кk мm оo рp гr ѕs тt уy хx ѡw иn йn яr шw щw ьb ъb ыb лn дd зz бb фo юo эe чy цu ґr ԁd ԛq ԝw һh ӏl ѵv үy ҡk ҝk ңh ҳx ҹy ӡe ѐe ѝn џu ђh ћh љn њh ѧa ѳo',
  'աw բf գq դn եt զq էt ըn ժd իh լl խu ծo կk հh ձd ղn ճa մu յj նu ոn չz պw ջo ռn սu վd տs րr ցg ւl փp քp օo ֆs Աu Սu Եe Տs Լl Օo Յj',
  'ⲁa ⲃb ⲅr ⲇd ⲉe ⲋs ⲍz ⲏh ⲑo ⲓi ⲕk ⲗl ⲙm ⲛn ⲝe ⲟo ⲡn ⲣp ⲥc ⲧt ⲩy ⲫo ⲭx ⲯw ⲱw',
]
const PARENTHESISED_A = 0x249c
const FANCY: ReadonlyMap<string, string> = new Map([
  ...ROWS.flatMap((row) => [...pairs(row)]),
  ...STRONG,
  ...Array.from({ length: 26 }, (_, i): [string, string] => [
    String.fromCodePoint(PARENTHESISED_A + i),
    String.fromCharCode(0x61 + i),
  ]),
])
/** Fewer are no text. */
export const MIN_FANCY: number = 6

/** The letter (1 to 26) that a unit of the first plane is drawn like; ASCII letters are themselves. */
const DRAWN_LIKE: Uint8Array = drawnLike()

function drawnLike(): Uint8Array {
  const table = new Uint8Array(0x10000)
  for (const [from, to] of FANCY) {
    const letter = letterAt(to, 0)
    for (const form of [from, from.toLowerCase(), from.toUpperCase()]) {
      const unit = form.charCodeAt(0)
      if (form.length === 1 && unit >= 0x80 && (table[unit] === 0 || form === from)) table[unit] = letter
    }
  }
  for (let unit = 0; unit < 0x80; unit++) table[unit] = LETTERS[unit] ?? 0
  return table
}

/** Stretches of letters that only look like Latin ones. */
export function* readFancy(text: string): Generator<Disguised> {
  for (let at = 0; at < text.length;) {
    const unit = text.charCodeAt(at)
    if (unit < 0x80 || DRAWN_LIKE[unit] === 0) {
      at++
      continue
    }
    let start = at
    while (start > 0 && at - start < MAX_BEFORE && letterAt(text, start - 1) > 0) start--
    const { end, fancy, plain } = endOfFancy(text, at)
    at = end
    if (fancy < MIN_FANCY || fancy * 4 < plain || !isSmooth(text, start, end)) continue
    const found = spellFancy(text.slice(start, end))
    if (isEnglish(found)) yield { encoding: 'fancy', text: found, span: { start, end } }
  }
}

const MAX_BEFORE = 20

function endOfFancy(
  text: string,
  from: number,
): { readonly end: number; readonly fancy: number; readonly plain: number } {
  let [at, end, fancy, plain] = [from, from, 0, 0]
  for (; at < text.length; at++) {
    const unit = text.charCodeAt(at)
    if (DRAWN_LIKE[unit] !== 0) {
      if (unit < 0x80) plain++
      else fancy++
      end = at + 1
    } else if (unit === 0x0a || (unit >= 0x80 && !isMark(unit))) break
  }
  return { end, fancy, plain }
}

const MAX_PROBE = 80

/** True where the first letters of a stretch stand as in English words: in Russian and Greek they do not. */
function isSmooth(text: string, start: number, end: number): boolean {
  let [before, last, smooth, all] = [0, 0, 0, 0]
  for (let at = start; at <= end && all < MAX_PROBE; at++) {
    const unit = at < end ? text.charCodeAt(at) : 0
    if (isMark(unit)) continue
    const letter = DRAWN_LIKE[unit] ?? 0
    if (last > 0) {
      all++
      smooth += TRIGRAMS[trigram(before, last, letter)] ?? 0
    }
    before = last
    last = letter
  }
  return smooth >= all * 0.75
}

function spellFancy(text: string): string {
  let out = ''
  for (let i = 0; i < text.length; i++) {
    const unit = text.charCodeAt(i)
    const letter = DRAWN_LIKE[unit] ?? 0
    if (!isMark(unit)) out += letter > 0 ? String.fromCharCode(0x60 + letter) : text.charAt(i)
  }
  return out
}

function isMark(unit: number): boolean {
  return (unit >= 0x300 && unit <= 0x36f) || (unit >= 0x200b && unit <= 0x200f) || unit === 0xfe0f
}

/** Fewer are no text. */
export const MIN_PAIRS: number = 4

/** Two ASCII bytes read as one character, in either order: how a text in UTF-8 looks when it is taken for UTF-16. */
export function* readMistaken(text: string): Generator<Disguised> {
  let [start, size] = [-1, 0]
  for (let at = 0; at <= text.length; at++) {
    const unit = at < text.length ? text.charCodeAt(at) : 0
    if (isTwoBytes(unit)) {
      if (start < 0) start = at
      size++
      continue
    }
    if (size >= MIN_PAIRS && mayBeText(text, start, at)) {
      const units = Array.from({ length: size }, (_, i) => text.charCodeAt(start + i))
      const readings = [
        units.map((each) => ascii(each & 0xff) + ascii(each >> 8)).join(''),
        units.map((each) => ascii(each >> 8) + ascii(each & 0xff)).join(''),
      ]
      const found = readings.find((reading) => isEnglish(reading))
      if (found !== undefined) yield { encoding: 'utf16', text: found, span: { start, end: at } }
    }
    start = -1
    size = 0
  }
}

/** False where too many of the bytes are no letters for a text in English. */
function mayBeText(text: string, start: number, end: number): boolean {
  let letters = 0
  let others = 0
  for (let at = start; at < end; at++) {
    const unit = text.charCodeAt(at)
    if ((LETTERS[unit >> 8] ?? 0) > 0) letters++
    else if (unit >> 8 > 0x20) others++
    if ((LETTERS[unit & 0xff] ?? 0) > 0) letters++
    else if ((unit & 0xff) > 0x20) others++
  }
  return others <= letters * 0.5
}

function ascii(byte: number): string {
  return byte === 0 ? '' : String.fromCharCode(byte)
}

/** Both bytes printable, or one zero; ASCII itself is no pair. */
function isTwoBytes(unit: number): boolean {
  if (unit < 0x2000) return false
  const high = unit >> 8
  const low = unit & 0xff
  return high !== 0 && isByte(high) && (low === 0 || isByte(low))
}

function isByte(byte: number): boolean {
  return (byte >= 0x20 && byte < 0x7f) || byte === 0x0a || byte === 0x0d
}

/** What the units of a text outside ASCII are. */
export interface Signs {
  readonly fancy: number
  readonly flipped: number
  readonly pairs: number
  readonly braille: number
  readonly invisible: number
}

const IS_FANCY = 1
const IS_FLIPPED = 2
const IS_PAIR = 4
const IS_BRAILLE = 8
const IS_INVISIBLE = 16
/** What a unit outside ASCII may be part of. */
const SIGN_KINDS: Uint8Array = Uint8Array.from({ length: 0x10000 }, (_, unit) => {
  if (unit < 0x80) return 0
  return (
    (DRAWN_LIKE[unit] === 0 ? 0 : IS_FANCY) |
    (isTwoBytes(unit) ? IS_PAIR : 0) |
    (unit > 0x2800 && unit <= 0x28ff ? IS_BRAILLE : 0) |
    (isInvisible(unit) ? IS_INVISIBLE : 0)
  )
})
for (const sign of FLIPPED_ONLY.source) {
  const unit = sign.charCodeAt(0)
  if (unit >= 0x80) SIGN_KINDS[unit] = (SIGN_KINDS[unit] ?? 0) | IS_FLIPPED
}

/** Characters without width, and the selectors of variants. */
function isInvisible(unit: number): boolean {
  if (unit >= 0x200b && unit <= 0x2064) return unit <= 0x200f || unit >= 0x2060
  return (unit >= 0xfe00 && unit <= 0xfe0f) || [0x180e, 0x3164, 0xdb40, 0xfeff, 0xffa0].includes(unit)
}

/** Counts the signs that tell which of the rarer readings are worth a try. */
export function countSigns(text: string, from: number): Signs {
  let [fancy, flipped, pairsOf, braille, invisible] = [0, 0, 0, 0, 0]
  for (let at = from; at < text.length; at++) {
    const kind = SIGN_KINDS[text.charCodeAt(at)] ?? 0
    if (kind === 0) continue
    if ((kind & IS_FANCY) !== 0) fancy++
    if ((kind & IS_FLIPPED) !== 0) flipped++
    if ((kind & IS_PAIR) !== 0) pairsOf++
    if ((kind & IS_BRAILLE) !== 0) braille++
    if ((kind & IS_INVISIBLE) !== 0) invisible++
  }
  return { fancy, flipped, pairs: pairsOf, braille, invisible }
}
