import type { JsonObject } from '@ringwall/core'
import type { Path, Position } from './problem.ts'

/** What a config file says, and where it says it. */
export interface Source {
  /** Absolute; undefined for the defaults. */
  readonly file: string | undefined
  readonly folder: string
  readonly value: JsonObject
  /** Where the value or its key stands, or the nearest thing around it that is in the file. */
  locate(path: Path, target: 'key' | 'value'): Position | undefined
}
