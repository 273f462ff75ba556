import { readFileSync } from 'node:fs'
import { messageOf } from '@ringwall/core'
import { parseModel, type Model } from './classifier/model.ts'
import { fail } from './errors.ts'

/** The model that comes with this package, beside its sources as well as beside what is built of them. */
const FILE = new URL('../model/injection.bin', import.meta.url)

/** Reads the model. Throws MODEL_UNREADABLE: a layer without its model does not start. */
export function loadModel(): Model {
  try {
    return parseModel(readFileSync(FILE))
  } catch (error) {
    throw fail('MODEL_UNREADABLE', { problem: messageOf(error) }, error)
  }
}
