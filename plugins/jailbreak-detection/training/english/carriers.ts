import { expand } from '../grammar.ts'
import type { Random } from '../random.ts'
import { CONTAINERS } from './containers.ts'
import { englishSlots } from './slots.ts'

/** Shares of the attacks that stand bare in the text, or inside of markup in it; the rest is a field of some record. */
const BARE = 0.42
const MARKED = 0.3

type Wrap = (text: string, random: Random) => string

/** Markup that hides or frames an order within an honest text. */
const MARKUP: readonly Wrap[] = [
  (text) => `<!-- ${oneLine(text)} -->`,
  (text) => `<!--\n${text}\n-->`,
  (text) => `<div style="display:none">${text}</div>`,
  (text) => `<span style="font-size:0;color:#fff">${oneLine(text)}</span>`,
  (text) => `<p hidden>${text}</p>`,
  (text) => `<div class="sr-only" aria-hidden="true">${text}</div>`,
  (text) => `<img src="banner.png" alt="${quoted(text)}">`,
  (text) => `![${oneLine(text)}](images/figure-2.png)`,
  (text, random) =>
    `[${random.pick(['here', 'read more', 'source', 'details'])}](https://example.org/page "${quoted(text)}")`,
  (text) => `[//]: # (${oneLine(text)})`,
  (text) => `## ${oneLine(text)}`,
  (text, random) => `### ${random.pick(['Notes', 'For assistants', 'Important', 'Appendix', 'Note'])}\n\n${text}`,
  (text) => `> ${text.replaceAll('\n', '\n> ')}`,
  (text, random) => `\`\`\`${random.pick(['', 'text', 'txt', 'md', 'bash'])}\n${text}\n\`\`\``,
  (text) => `- ${oneLine(text)}`,
  (text) => `**${oneLine(text)}**`,
  (text) => `_${oneLine(text)}_`,
  (text) => `(${oneLine(text)})`,
  (text) => `"${oneLine(text)}"`,
  (text) => `[^1]: ${oneLine(text)}`,
  (text) => `// ${text.replaceAll('\n', '\n// ')}`,
  (text) => `# ${text.replaceAll('\n', '\n# ')}`,
  (text) => `/* ${text} */`,
  (text) => `-- ${text.replaceAll('\n', '\n-- ')}`,
  (text) => `"""${text}"""`,
  (text) => `; ${text.replaceAll('\n', '\n; ')}`,
  (text) => `% ${text.replaceAll('\n', '\n% ')}`,
  (text) => `<details><summary>Notes</summary>\n${text}\n</details>`,
  (text) => `<note>${text}</note>`,
  (text) => `<system-reminder>${text}</system-reminder>`,
  (text) => `***\n${text}\n***`,
  (text) => `-----\n${text}\n-----`,
]

/**
 * Puts an attack into an honest text: at its start, between two lines or sentences, or at its end; bare, in markup, or as one
 * field of a record such as a mail, a log or the result of a tool.
 */
export function carry(random: Random, attack: string, honestText: string): string {
  const style = random.next()
  if (style < BARE) return place(random, attack, honestText)
  if (style < BARE + MARKED) return place(random, random.pick(MARKUP)(attack, random), honestText)
  const say = (template: string): string => expand(template, englishSlots, random)
  return random.pick(CONTAINERS)({ attack, honest: honestText.trim(), random, say })
}

/** Inserts at a border of lines or sentences, so that no word is cut. */
function place(random: Random, insert: string, honestText: string): string {
  const honest = honestText.trim()
  const where = random.next()
  const block = insert.includes('\n') || /^(?:#|-|>|\/|;|%|```|\*\*\*|\[)/.test(insert)
  const gap = random.pick(block ? ['\n', '\n\n'] : ['\n', '\n\n', '\n\n', ' ', '  ', '\n\n\n'])
  if (where < 0.2) return `${insert}${gap}${honest}`
  if (where < 0.5) return `${honest}${gap}${insert}`
  const borders = [...honest.matchAll(/\n+|(?<=[.!?]) +/g)]
  if (borders.length === 0) return random.chance(0.5) ? `${insert}${gap}${honest}` : `${honest}${gap}${insert}`
  const border = random.pick(borders)
  const [before, after] = [honest.slice(0, border.index), honest.slice(border.index + border[0].length)]
  if (block) return `${before}${gap}${insert}${gap}${after}`
  return `${before}${border[0]}${insert}${border[0].includes('\n') ? '\n' : ' '}${after}`
}

function oneLine(text: string): string {
  return text.replaceAll(/\s*\n\s*/g, ' ')
}

function quoted(text: string): string {
  return oneLine(text).replaceAll('"', '&quot;')
}
