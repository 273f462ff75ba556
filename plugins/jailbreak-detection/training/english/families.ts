import * as agents from './agents.ts'
import * as boundary from './boundary.ts'
import * as coded from './coded.ts'
import * as dictate from './dictate.ts'
import * as documents from './documents.ts'
import * as extraction from './extraction.ts'
import type { Family } from './family.ts'
import * as freedom from './freedom.ts'
import * as frames from './frames.ts'
import * as judges from './judges.ts'
import * as leaks from './leaks.ts'
import { agentLong, overrideLong, personaLong } from './long.ts'
import * as mode from './mode.ts'
import * as output from './output.ts'
import * as override from './override.ts'
import * as persona from './persona.ts'
import * as pressure from './pressure.ts'
import { secondFamilies } from './second/families.ts'

/** The techniques of the first author. */
const firstFamilies: readonly Family[] = [
  override,
  boundary,
  mode,
  persona,
  frames,
  extraction,
  dictate,
  documents,
  agents,
  leaks,
  coded,
  pressure,
  judges,
  output,
  freedom,
  { personaLong, overrideLong, agentLong },
].flatMap((module) => Object.values<Family>(module))

/** Every technique of this folder. */
export const families: readonly Family[] = [...firstFamilies, ...secondFamilies]
