import type { JsonObject } from '@ringwall/core'
import type { LoadOptions } from './model.ts'
export async function configSchema(_options: LoadOptions = {}): Promise<JsonObject> {
  return {}
}
