import { mkdir } from 'node:fs/promises'
import { dirname } from 'node:path'
import { messageOf, type JsonObject } from '@ringwall/core'
import type { PinCheck, Pins } from '@ringwall/mcp'
import { toolDefinitionHash } from '@ringwall/plugin-skill-scanner'
import { fail } from './errors.ts'
import { underLock } from './file-lock.ts'
import { readPins, writePins } from './scan-pins.ts'

/** Accepted definitions in a file, as `ringwall scan` keeps them: hashes by name. */
export class FilePins implements Pins {
  readonly #file: string
  /** Whether what is not in the file is accepted when it is first seen. */
  readonly #trustsNew: boolean
  #known: Map<string, string>
  #writing: Promise<void> = Promise.resolve()

  private constructor(file: string, known: Map<string, string>, trustsNew: boolean) {
    this.#file = file
    this.#known = known
    this.#trustsNew = trustsNew
  }

  /** Reads the file, or makes it. Throws PINS_INVALID or PINS_UNWRITABLE. */
  static async open(file: string, trustsNew: boolean): Promise<FilePins> {
    const read = await readPins(file)
    if (read === undefined) await savePins(file, new Map()) // now, and not at the first tool: a start is where it is noticed
    return new FilePins(file, new Map(Object.entries(read ?? {})), trustsNew)
  }

  async check(name: string, definition: JsonObject): Promise<PinCheck> {
    const hash = toolDefinitionHash(definition)
    // What differs from what this process knows, another one may have accepted, or `--accept`.
    if (this.#known.has(name) && this.#known.get(name) !== hash) await this.#read()
    if (!this.#known.has(name) && this.#trustsNew && (await this.accept(name, { hash }))) return { state: 'new', hash }
    const accepted = this.#known.get(name)
    if (accepted === undefined) return { state: 'unaccepted', hash }
    return accepted === hash ? { state: 'same', hash } : { state: 'changed', hash, accepted }
  }

  /** One process after the other; nothing is accepted that is not written. */
  accept(name: string, { hash, accepted }: Pick<PinCheck, 'hash' | 'accepted'>): Promise<boolean> {
    const written = this.#writing.then(() =>
      underLock(this.#file, async () => {
        await this.#read()
        if (this.#known.get(name) !== accepted) return false
        const pins = new Map(this.#known).set(name, hash)
        await savePins(this.#file, pins)
        this.#known = pins
        return true
      }),
    )
    this.#writing = written.then(
      () => undefined,
      () => undefined, // whoever accepted something is told; the next one may still try
    )
    return written
  }

  /** What the file says is what is accepted; a file that is gone says nothing, and what was known stays. */
  async #read(): Promise<void> {
    const read = await readPins(this.#file)
    if (read) this.#known = new Map(Object.entries(read))
  }
}

/** Takes down whatever is offered, to be accepted as a whole. */
export class CollectedPins implements Pins {
  readonly hashes: Map<string, string> = new Map()

  check(name: string, definition: JsonObject): PinCheck {
    const hash = toolDefinitionHash(definition)
    const accepted = this.hashes.get(name)
    this.hashes.set(name, accepted ?? hash)
    if (accepted === undefined) return { state: 'new', hash }
    return accepted === hash ? { state: 'same', hash } : { state: 'changed', hash, accepted }
  }

  /** It asks nobody. */
  accept(): boolean {
    return false
  }
}

/** Writes pins, and the folder for them, for the owner alone. Throws PINS_UNWRITABLE. */
export async function savePins(file: string, pins: ReadonlyMap<string, string>): Promise<void> {
  try {
    await mkdir(dirname(file), { recursive: true, mode: 0o700 })
  } catch (error) {
    throw fail('PINS_UNWRITABLE', { file, problem: messageOf(error) }, error)
  }
  await writePins(file, Object.fromEntries([...pins].toSorted(([a], [b]) => (a < b ? -1 : 1))))
}
