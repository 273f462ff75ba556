import { fail } from '../errors.ts'
import { functions } from './functions.ts'
import { tables } from './tables.ts'
import type { Query } from './database.ts'

/** What leads from schema version n to n + 1, at index n. Released steps are never edited, only added to. */
const STEPS: readonly ((schema: string, channel: string) => string)[] = [
  (schema, channel) => tables(schema) + functions(schema, channel),
]

/** Processes that migrate one database take turns. */
const MIGRATION_LOCK = 0x52577374

/**
 * Brings the schema to that of this release, in one transaction. Throws STORE_FOREIGN where another program's tables stand in
 * it, STORE_SCHEMA_NEWER for one of a later release; both leave it as it is.
 */
export async function migrate(query: Query, schema: string, channel: string, place: string): Promise<void> {
  // Reading first spares every opener but the first the lock.
  if ((await version(query, schema, place)) === STEPS.length) return
  await query('BEGIN ISOLATION LEVEL READ COMMITTED')
  try {
    await query('SELECT pg_advisory_xact_lock($1)', [MIGRATION_LOCK])
    const from = await version(query, schema, place)
    if (from === 0) {
      // Not IF NOT EXISTS alone: that needs the right to create schemas even where there is nothing to create.
      const [found] = await query('SELECT 1 FROM pg_namespace WHERE nspname = $1', [schema])
      if (found === undefined) await query(`CREATE SCHEMA ${schema}`)
      await query(`CREATE TABLE ${schema}.ringwall_schema (version integer NOT NULL PRIMARY KEY)`)
    }
    for (const step of STEPS.slice(from)) await query(step(schema, channel))
    if (from < STEPS.length) await query(`INSERT INTO ${schema}.ringwall_schema VALUES (${STEPS.length})`)
    await query('COMMIT')
  } catch (error) {
    await query('ROLLBACK')
    throw error
  }
}

/** 0 where there is nothing; throws for what this release must not touch. */
async function version(query: Query, schema: string, place: string): Promise<number> {
  const [counted] = await query(
    `SELECT count(*)::int AS all, (count(*) FILTER (WHERE relname = 'ringwall_schema'))::int AS ours
     FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace WHERE n.nspname = $1`,
    [schema],
  )
  if (counted?.['all'] === 0) return 0
  if (counted?.['ours'] !== 1) throw fail('STORE_FOREIGN', { file: `${place}, schema ${schema},` })
  const [row] = await query(`SELECT max(version) AS version FROM ${schema}.ringwall_schema`)
  const found: unknown = row?.['version']
  if (typeof found !== 'number' || found < 1)
    throw fail('STORE_CORRUPT', { file: place, problem: 'it names no schema version' })
  if (found > STEPS.length) throw fail('STORE_SCHEMA_NEWER', { file: place, found, known: STEPS.length })
  return found
}
