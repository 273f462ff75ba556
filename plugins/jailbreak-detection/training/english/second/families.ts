import * as blunt from './blunt.ts'
import * as turns from './turns.ts'
import * as asks from './asks.ts'
import * as secrets from './secrets.ts'
import * as tales from './tales.ts'
import * as phrases from './phrases.ts'
import * as personas from './personas.ts'
import * as readers from './readers.ts'
import * as markers from './markers.ts'
import * as spelled from './spelled.ts'
import * as studies from './studies.ts'
import * as asides from './asides.ts'
import * as demands from './demands.ts'
import * as lines from './lines.ts'
import * as orders from './orders.ts'
import * as guards from './guards.ts'
import * as scenes from './scenes.ts'
import * as waves from './waves.ts'
import type { Family } from '../family.ts'

/** The techniques of the second author: many whole sentences, few alternatives. */
export const secondFamilies: readonly Family[] = [
  blunt,
  turns,
  asks,
  secrets,
  tales,
  phrases,
  personas,
  readers,
  markers,
  spelled,
  studies,
  asides,
  demands,
  lines,
  orders,
  guards,
  scenes,
  waves,
].flatMap((module) => Object.values<Family>(module))
