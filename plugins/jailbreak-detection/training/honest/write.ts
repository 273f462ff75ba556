import { expand } from '../grammar.ts'
import type { Random } from '../random.ts'
import type { HonestFamily } from './family.ts'
import { SLOTS } from './slots.ts'
import { vary } from './synonyms.ts'

const INDENTS = ['  ', '    ', '\t'] as const

/** One text of a family; `least` and `most` say how many of its templates are joined, where they can be. */
export function writeFamily(family: HonestFamily, random: Random, least = 1, most = 3): string {
  const wanted = family.joins === 'alone' ? 1 : least + random.below(most - least + 1)
  const slots = { ...SLOTS, ...family.slots }
  const written = pickDifferent(family.templates, wanted, random).map((template) => expand(template, slots, random))
  const indent = random.pick(INDENTS)
  return written
    .map((text) => (isProse(family) ? vary(text, family.varied ?? 0.3, random) : text))
    .map((text) => capitalise(text, family).replaceAll(/^\t+/gm, (tabs) => indent.repeat(tabs.length)))
    .join(family.joins === 'paragraph' ? ' ' : '\n')
}

/** Families of prose whose texts stand as lines or alone. */
const PROSE: ReadonlySet<string> = new Set([
  'meetings',
  'security-guides',
  'agent-files',
  'persona-prompts',
  'skills',
  'text-work',
  'tool-descriptions',
  'task-prompts',
  'format-requests',
  'abstracts',
  'agent-requests',
  'quotes-and-lyrics',
])

function isProse(family: HonestFamily): boolean {
  return family.varied !== undefined || family.joins === 'paragraph' || PROSE.has(family.name)
}

/** Writes out a template with the shared slots, and keeps the white space around it, which separates parts of a document. */
export function writeTemplate(template: string, random: Random): string {
  const before = template.slice(0, template.length - template.trimStart().length)
  const after = template.slice(template.trimEnd().length)
  return before + expand(template, SLOTS, random) + after
}

/** Sentences begin with a capital, also where a slot in small letters stands first; lines of logs and code are left alone. */
function capitalise(text: string, family: HonestFamily): string {
  return family.joins === 'paragraph' ? text.charAt(0).toUpperCase() + text.slice(1) : text
}

function pickDifferent<T>(items: readonly T[], count: number, random: Random): readonly T[] {
  const left = [...items]
  const picked: T[] = []
  while (picked.length < count && left.length > 0) picked.push(...left.splice(random.below(left.length), 1))
  return picked
}
