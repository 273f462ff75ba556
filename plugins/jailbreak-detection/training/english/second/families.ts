import * as blunt from './blunt.ts'
import * as asks from './asks.ts'
import * as secrets from './secrets.ts'
import type { Family } from '../family.ts'

/** The techniques of the second author: many whole sentences, few alternatives. */
export const secondFamilies: readonly Family[] = [blunt, asks, secrets].flatMap((module) =>
  Object.values<Family>(module),
)
