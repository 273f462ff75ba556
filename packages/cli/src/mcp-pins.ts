import { mkdir } from 'node:fs/promises'
import { dirname } from 'node:path'
import { messageOf, type JsonObject } from '@ringwall/core'
import type { Pins, PinState } from '@ringwall/mcp'
import { toolDefinitionHash } from '@ringwall/plugin-skill-scanner'
import { fail } from './errors.ts'
import { readPins, writePins } from './scan-pins.ts'

/** Accepted definitions in a file, as `ringwall scan` keeps them: hashes by name. */
export class FilePins implements Pins {
  readonly #file: string
  /** Whether what is not in the file is accepted when it is first seen. */
  readonly #trustsNew: boolean
  readonly #known: Map<string, string>
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

  async check(name: string, definition: JsonObject): Promise<PinState> {
    const hash = toolDefinitionHash(definition)
    const known = this.#known.get(name)
    if (known !== undefined) return known === hash ? 'same' : 'changed'
    if (!this.#trustsNew) return 'changed'
    this.#known.set(name, hash)
    const written = this.#writing.then(() => this.#write())
    this.#writing = written.catch(() => undefined) // whoever accepted something is told; the next one may still try
    await written
    return this.#known.get(name) === hash ? 'new' : 'changed'
  }

  /** What another process has accepted in the meantime counts before what this one has. */
  async #write(): Promise<void> {
    for (const [name, hash] of Object.entries((await readPins(this.#file)) ?? {})) this.#known.set(name, hash)
    await savePins(this.#file, this.#known)
  }
}

/** Takes down whatever is offered, to be accepted as a whole. */
export class CollectedPins implements Pins {
  readonly hashes: Map<string, string> = new Map()

  check(name: string, definition: JsonObject): PinState {
    const hash = toolDefinitionHash(definition)
    const known = this.hashes.get(name)
    this.hashes.set(name, known ?? hash)
    return known === undefined ? 'new' : known === hash ? 'same' : 'changed'
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
