import type { DatabaseSync } from 'node:sqlite'
import { fail } from '../errors.ts'
import { inTransaction } from './transaction.ts'

/** Marks a SQLite file as a Ringwall store: the bytes of "RWst". */
const APPLICATION_ID = 0x52577374

/** What leads from schema version n to n + 1, at index n. Released steps are never edited, only added to. */
const STEPS: readonly string[] = [
  `
  CREATE TABLE hits (
    key TEXT NOT NULL, at INTEGER NOT NULL, expires_at INTEGER NOT NULL, cost INTEGER NOT NULL CHECK (cost > 0),
    PRIMARY KEY (key, at, expires_at)
  ) STRICT, WITHOUT ROWID;
  CREATE INDEX hits_expiry ON hits (expires_at);

  CREATE TABLE store_values (
    key TEXT NOT NULL PRIMARY KEY, body TEXT NOT NULL, version INTEGER NOT NULL, expires_at INTEGER
  ) STRICT, WITHOUT ROWID;
  CREATE INDEX store_values_expiry ON store_values (expires_at) WHERE expires_at IS NOT NULL;
  CREATE TABLE last_version (
    only INTEGER NOT NULL PRIMARY KEY CHECK (only = 1), version INTEGER NOT NULL
  ) STRICT;
  INSERT INTO last_version VALUES (1, 0);

  CREATE TABLE streams (stream TEXT NOT NULL PRIMARY KEY, head INTEGER NOT NULL) STRICT, WITHOUT ROWID;
  CREATE TABLE entries (
    stream TEXT NOT NULL, position INTEGER NOT NULL, at INTEGER NOT NULL, body TEXT NOT NULL,
    PRIMARY KEY (stream, position)
  ) STRICT, WITHOUT ROWID;

  CREATE TABLE messages (
    id INTEGER PRIMARY KEY, topic TEXT NOT NULL, body TEXT NOT NULL, expires_at INTEGER NOT NULL
  ) STRICT;
  CREATE INDEX messages_expiry ON messages (expires_at);
  CREATE TABLE last_message (
    only INTEGER NOT NULL PRIMARY KEY CHECK (only = 1), id INTEGER NOT NULL
  ) STRICT;
  INSERT INTO last_message VALUES (1, 0);
  `,
  `
  CREATE TABLE window_hits (
    key TEXT NOT NULL, window_ms INTEGER NOT NULL, slot INTEGER NOT NULL, at INTEGER NOT NULL,
    expires_at INTEGER NOT NULL, cost INTEGER NOT NULL CHECK (cost > 0), PRIMARY KEY (key, window_ms, slot)
  ) STRICT, WITHOUT ROWID;
  CREATE INDEX window_hits_expiry ON window_hits (expires_at);
  INSERT INTO window_hits
    SELECT key, expires_at - at AS window_ms, at / max(1, (expires_at - at + 249) / 250) AS slot,
           max(at), max(expires_at), min(sum(cost), 9007199254740991)
    FROM hits GROUP BY 1, 2, 3;
  DROP TABLE hits;

  CREATE TABLE holds (
    name TEXT NOT NULL, place INTEGER NOT NULL, key TEXT NOT NULL, window_ms INTEGER NOT NULL, at INTEGER NOT NULL,
    expires_at INTEGER NOT NULL, cost INTEGER NOT NULL CHECK (cost >= 0), PRIMARY KEY (name, place)
  ) STRICT, WITHOUT ROWID;
  CREATE INDEX holds_key ON holds (key, at);
  CREATE INDEX holds_expiry ON holds (expires_at);

  ALTER TABLE streams ADD COLUMN first INTEGER NOT NULL DEFAULT 1;
  `,
]

/**
 * Brings the database to the schema of this release, in one transaction, so that processes which open a new file
 * together agree. Throws STORE_FOREIGN for the database of another program, STORE_SCHEMA_NEWER for one of a later
 * release, STORE_CORRUPT for a version that never was.
 */
export function migrate(db: DatabaseSync, file: string): void {
  // Reading first spares every opener but the first the write lock.
  if (version(db, file) === STEPS.length) return
  inTransaction(db, () => apply(db, version(db, file)))
}

function apply(db: DatabaseSync, from: number): void {
  if (from === 0) {
    db.exec(`PRAGMA application_id = ${APPLICATION_ID}`)
    db.exec('CREATE TABLE schema_version (version INTEGER NOT NULL PRIMARY KEY) STRICT')
  }
  for (const step of STEPS.slice(from)) db.exec(step)
  if (from < STEPS.length) db.exec(`INSERT INTO schema_version VALUES (${STEPS.length})`)
}

/** 0 for an empty database; throws for one that this release must not touch. */
function version(db: DatabaseSync, file: string): number {
  if (isEmpty(db)) return 0
  if (db.prepare('PRAGMA application_id').get()?.['application_id'] !== APPLICATION_ID)
    throw fail('STORE_FOREIGN', { file })
  const found: unknown = db.prepare('SELECT max(version) AS version FROM schema_version').get()?.['version']
  if (typeof found !== 'number' || found < 1)
    throw fail('STORE_CORRUPT', { file, problem: 'it names no schema version' })
  if (found > STEPS.length) throw fail('STORE_SCHEMA_NEWER', { file, found, known: STEPS.length })
  return found
}

function isEmpty(db: DatabaseSync): boolean {
  return db.prepare('SELECT 1 FROM sqlite_schema LIMIT 1').get() === undefined
}
