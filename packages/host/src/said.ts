import type { Checked } from './denial.ts'

/** How far is looked back, in UTF-16 code units: further than the window of any layer. A text that reaches so far counts whole. */
const LOOK_BACK = 20 * 1024
/** What parts texts that must not be read as one. */
export const PARAGRAPH = '\n\n'

/** What a client reads right before a text: as it was judged, and what came of it. */
export interface Before {
  readonly written: string
  readonly released: string
}
/** For a text that is read by itself. */
export const NOTHING: Before = { written: '', released: '' }

/**
 * The texts of one reply that stand apart. Clients show them in one go, with nothing between them, so what stands in the seam of two is
 * judged too: where the layers would have the whole otherwise than the pieces, a paragraph parts them.
 */
export class Said {
  readonly #texts = new Map<string, readonly Before[]>()

  /** The text as it may leave behind those of its kind. */
  async text(kind: string, text: string, judge: (text: string) => Promise<Checked<string>>): Promise<Checked<string>> {
    const { written, released } = this.before(kind)
    if (released !== '' && text !== '') {
      const { value } = await judge(written + text)
      if (value?.startsWith(released)) return this.#told(kind, text, { value: value.slice(released.length) })
    }
    const own = (released === '' || text === '' ? '' : PARAGRAPH) + text
    return this.#told(kind, own, await judge(own))
  }

  /** What a text of this kind would be read behind. */
  before(kind: string): Before {
    const texts = this.#texts.get(kind) ?? []
    const join = (key: keyof Before): string => texts.map((text) => text[key]).join('')
    return { written: join('written'), released: join('released') }
  }

  /** Takes a text that is complete. */
  add(kind: string, { written, released }: Before): void {
    if (written === '' && released === '') return // there can be any number of these, and none has a seam
    const texts = [...(this.#texts.get(kind) ?? []), { written, released }]
    let from = texts.length
    for (let size = 0; from > 0 && size < LOOK_BACK; from--) size += texts[from - 1]?.written.length ?? 0
    this.#texts.set(kind, texts.slice(from))
  }

  #told(kind: string, written: string, checked: Checked<string>): Checked<string> {
    if (checked.value !== undefined) this.add(kind, { written, released: checked.value })
    return checked
  }
}
