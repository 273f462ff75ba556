import { isAlone } from './tokens.ts'

/** Words by meaning: for each meaning its words, folded; `word*` stands for a start, `*word` for an ending. */
export type LexiconEntries = readonly (readonly string[])[]

/** Finds the meanings of words. */
export interface Lexicon {
  /** The meanings of a word, ascending; mostly none. */
  meaningsOf(word: string): readonly number[]
  /** The meanings of the word that ends at `end`, in a script without spaces. */
  meaningsAt(text: string, end: number): readonly number[]
}

/** Compiles a lexicon. */
export function createLexicon(entries: LexiconEntries): Lexicon {
  const [whole, starts, ends, runs] = [new Index(), new Index(), new Index(), new Index()]
  for (const [meaning, words] of entries.entries()) {
    for (const word of words) {
      if (isAlone(word.charCodeAt(0))) runs.add(word.replaceAll('*', ''), meaning)
      else if (word.endsWith('*')) starts.add(word.slice(0, -1), meaning)
      else if (word.startsWith('*')) ends.add(word.slice(1), meaning)
      else whole.add(word, meaning)
    }
  }
  return {
    meaningsOf(word) {
      const found = new Set(whole.get(word))
      for (const length of starts.lengths)
        if (length <= word.length) for (const meaning of starts.get(word.slice(0, length))) found.add(meaning)
      for (const length of ends.lengths)
        if (length <= word.length) for (const meaning of ends.get(word.slice(-length))) found.add(meaning)
      return found.size === 0 ? NONE : [...found].toSorted((a, b) => a - b)
    },
    meaningsAt(text, end) {
      for (const length of runs.lengths) {
        const found = length <= end ? runs.get(text.slice(end - length, end)) : NONE
        if (found.length > 0) return found
      }
      return NONE
    },
  }
}

const NONE: readonly number[] = Object.freeze([])

class Index {
  readonly #meanings = new Map<string, number[]>()
  #lengths: number[] | undefined

  add(word: string, meaning: number): void {
    const known = this.#meanings.get(word)
    if (known === undefined) this.#meanings.set(word, [meaning])
    else if (!known.includes(meaning)) known.push(meaning)
    this.#lengths = undefined
  }

  get(word: string): readonly number[] {
    return this.#meanings.get(word) ?? NONE
  }

  /** The lengths that entries have, longest first. */
  get lengths(): readonly number[] {
    return (this.#lengths ??= [...new Set([...this.#meanings.keys()].map((word) => word.length))].toSorted(
      (a, b) => b - a,
    ))
  }
}
