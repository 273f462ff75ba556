import { HOME, POLICIES, type PolicyName } from '../macos-policies.ts'
import { PROCESSES } from './processes.ts'
import { PROTECTING } from './protecting.ts'
import { REACHING } from './reaching.ts'
import { READING } from './reading.ts'
import { READ, rows, type Row } from './rows.ts'
import { WRITING } from './writing.ts'

const EVERYWHERE = (Object.keys(POLICIES) as PolicyName[]).flatMap((name) =>
  rows('deny', READ, [`${HOME}/.ssh/id_rsa`, '/private/var/db/x'], name),
)

/** What profiles must answer. */
export const TABLE: readonly Row[] = [...READING, ...WRITING, ...PROTECTING, ...REACHING, ...PROCESSES, ...EVERYWHERE]
