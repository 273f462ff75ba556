import type { Random } from '../random.ts'

type Wrap = (text: string) => string

/** How a text is written: with capitals and full stops, as people type in a chat, or as it stands. */
export type Writing = 'tidy' | 'casual' | 'verbatim'

/** What attackers put around an order so that it stands out. */
const WRAPPERS: readonly Wrap[] = [
  (text) => `*** ${text} ***`,
  (text) => `***${text}***`,
  (text) => `=== ${text} ===`,
  (text) => `---\n${text}\n---`,
  (text) => `##########\n${text}\n##########`,
  (text) => `[${text}]`,
  (text) => `[[${text}]]`,
  (text) => `{{ ${text} }}`,
  (text) => `(${text})`,
  (text) => `"${text}"`,
  (text) => `“${text}”`,
  (text) => `'''\n${text}\n'''`,
  (text) => `# Instructions\n\n${text}`,
  (text) => `## IMPORTANT\n${text}`,
  (text) => `**${text}**`,
  (text) => `> ${text.replaceAll('\n', '\n> ')}`,
  (text) => `<important>${text}</important>`,
  (text) => `<INFORMATION>\n${text}\n</INFORMATION>`,
  (text) => `<instructions>\n${text}\n</instructions>`,
  (text) => `<system>${text}</system>`,
  (text) => `<note to="assistant">${text}</note>`,
  (text) => `<!-- ${text} -->`,
  (text) => `!!! ${text} !!!`,
  (text) => `>>> ${text}`,
  (text) => `/* ${text} */`,
  (text) => `⚠️ ${text}`,
  (text) => `~~~ ${text} ~~~`,
  (text) => `- ${text}`,
  (text) => `1. ${text}`,
  (text) => `NOTE: ${text}`,
  (text) => `${text}\n\nThank you.`,
  (text) => `${text} Ok?`,
  (text) => `${text} Thanks!`,
  (text) => `Hi. ${text}`,
]

const ENCODERS: Readonly<Record<string, (text: string) => string>> = {
  base64: (text) => Buffer.from(text).toString('base64'),
  hex: (text) => Buffer.from(text).toString('hex'),
  rot13: (text) =>
    text.replaceAll(/[a-z]/gi, (letter) => {
      const base = letter < 'a' ? 65 : 97
      return String.fromCharCode(((letter.charCodeAt(0) - base + 13) % 26) + base)
    }),
  reverse: (text) => [...text].toReversed().join(''),
  binary: (text) => [...Buffer.from(text.slice(0, 40))].map((byte) => byte.toString(2).padStart(8, '0')).join(' '),
  codes: (text) => [...Buffer.from(text)].join(' '),
  spaced: (text) => [...text].join(' '),
  url: (text) => [...Buffer.from(text)].map((byte) => `%${byte.toString(16).padStart(2, '0')}`).join(''),
  leet: (text) => text.replaceAll(/[aeiost]/g, (letter) => '431057'.charAt('aeiost'.indexOf(letter))),
}

/** Encodes what stands in ⟦name:text⟧; the name `encode` takes any encoding. */
function encode(text: string, random: Random): string {
  return text.replaceAll(/⟦(\w+):([^⟧]*)⟧/g, (_all, name: string, inner: string) => {
    const encoder = ENCODERS[name === 'encode' ? random.pick(Object.keys(ENCODERS)) : name]
    if (encoder === undefined) throw new Error(`there is no encoding ${name}`)
    return encoder(inner)
  })
}

/** Writes case, closing signs, wrappers and slips of the keyboard at random; `verbatim` leaves the text as it is. */
export function disguise(text: string, writing: Writing, random: Random): string {
  if (writing === 'verbatim') return mendTags(encode(text, random))
  let out = random.chance(writing === 'casual' ? 0.35 : 0.85) ? sentenceCase(text) : text
  out = signs(out, random)
  const style = random.next()
  if (style < 0.05) out = out.toUpperCase()
  else if (style < 0.13) out = out.toLowerCase()
  else if (style < 0.16)
    out = out.replaceAll(/\b[a-z]{4,}\b/g, (word) => (random.chance(0.2) ? word.toUpperCase() : word))
  if (random.chance(0.08)) out = slips(out, random)
  return random.chance(0.14) ? random.pick(WRAPPERS)(out) : out
}

/** Puts something around a text so that it stands out, as people and attackers do alike. */
export function wrapText(text: string, random: Random): string {
  return random.pick(WRAPPERS)(text)
}

/** Gives closing tags the names of the tags that they close; alternatives in templates are picked one by one. */
function mendTags(text: string): string {
  const open: string[] = []
  return text.replaceAll(/<(\/?)([A-Za-z_][\w-]*)((?:\s[^<>]*)?)>/g, (tag, slash: string, name: string) => {
    if (slash === '') {
      if (!/^(img|meta|input|br)$/.test(name)) open.push(name)
      return tag
    }
    const last = open.pop()
    return last === undefined ? tag : `</${last}>`
  })
}

/** A capital at the start of each sentence and line. */
function sentenceCase(text: string): string {
  return text.replaceAll(
    /(^|[.!?]["')\]]? +|\n[-*>#\d. ]*)([a-z])(?![\w.-]*[@/])/g,
    (_all, before: string, letter: string) => before + letter.toUpperCase(),
  )
}

/** Doubled full stops go; some last ones go too, or become exclamation marks. */
function signs(text: string, random: Random): string {
  const tidy = text
    .replaceAll(/(?<!\.)([.!?:])\.(?!\.)/g, '$1')
    .replaceAll(/([!?]["'])\./g, '$1')
    .replaceAll(/\b([Aa]) (?=(?:[aei]|o(?!ne)|un(?!i)|AI|LLM)[a-z]*)/g, '$1n ')
    .replaceAll(/\b([Aa])n (?=[bcdfgjklmnpqrstvwxyz])/g, '$1 ')
  if (!tidy.endsWith('.') || tidy.endsWith('..')) return tidy
  const style = random.next()
  if (style < 0.22) return tidy.slice(0, -1)
  if (style < 0.3) return `${tidy.slice(0, -1)}${random.pick(['!', '!!', '!!!', '...'])}`
  return tidy
}

/** One or two words with a letter lost, doubled or swapped. */
function slips(text: string, random: Random): string {
  const words = text.split(' ')
  for (let count = 1 + random.below(2); count > 0; count--) {
    const at = random.below(words.length)
    const word = words[at] ?? ''
    if (word.length < 4 || !/^[a-z]+$/i.test(word)) continue
    const place = 1 + random.below(word.length - 2)
    const [before, letter, after] = [word.slice(0, place), word.charAt(place), word.slice(place + 1)]
    words[at] = random.pick([
      before + after,
      before + letter + letter + after,
      before + after.charAt(0) + letter + after.slice(1),
    ])
  }
  return words.join(' ')
}
