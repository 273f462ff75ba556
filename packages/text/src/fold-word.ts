import type { CharacterKind } from './characters.ts'
import { LATIN, PUNCTUATION, STRONG, WEAK } from './confusables.ts'
import type { MappedTextBuilder } from './span-map.ts'

/** A base character with its marks, and where both stand in the original. */
export interface Cluster {
  readonly base: string
  readonly kind: CharacterKind
  marks: string
  markCount: number
  readonly start: number
  end: number
}

/** Words of look-alikes alone are folded from this length on: Russian has one-letter words made of nothing else. */
const MIN_LOOK_ALIKE_WORD = 3

/** Appends clusters, folded: Latin letters lose their marks, look-alikes become Latin by the company that they keep. */
export function appendFolded(clusters: readonly Cluster[], builder: MappedTextBuilder): void {
  let from = 0
  while (from < clusters.length) {
    let to = from
    while (clusters[to]?.kind === 'letter') to++
    if (to > from) appendWord(to - from === clusters.length ? clusters : clusters.slice(from, to), builder)
    const next = clusters[to]
    if (next) appendSingle(next, builder)
    from = to + 1
  }
}

function appendWord(word: readonly Cluster[], builder: MappedTextBuilder): void {
  const latin = word.some(({ base }) => isAscii(base) || lookup(LATIN, base) !== undefined)
  const lookAlike = !latin && word.length >= MIN_LOOK_ALIKE_WORD && word.every(({ base }) => lookup(STRONG, base))
  for (const cluster of word) {
    const { base, start, end } = cluster
    const folded = foldLetter(base, latin, lookAlike)
    builder.put(folded ?? composed(cluster), start, end)
  }
}

function foldLetter(base: string, latin: boolean, lookAlike: boolean): string | undefined {
  if (isAscii(base)) return base.toLowerCase()
  if (latin) return lookup(LATIN, base) ?? lookup(STRONG, base) ?? lookup(WEAK, base)
  return lookAlike ? lookup(STRONG, base) : undefined
}

/** An entry for the lower-case letter holds for the capital too, or folding a second time would find more. */
function lookup(table: ReadonlyMap<string, string>, base: string): string | undefined {
  return table.get(base) ?? table.get(base.toLowerCase())
}

function appendSingle(cluster: Cluster, builder: MappedTextBuilder): void {
  const { base, kind, start, end } = cluster
  if (kind === 'space') builder.space(start, end)
  else builder.put(isAscii(base) ? base : (LATIN.get(base) ?? PUNCTUATION.get(base) ?? composed(cluster)), start, end)
}

function composed({ base, marks }: Cluster): string {
  return marks === '' ? base.toLowerCase() : (base + marks).toLowerCase().normalize('NFC')
}

function isAscii(character: string): boolean {
  return character.charCodeAt(0) < 0x80
}
