export { STORE_ERRORS } from './errors.ts'
export type { StoreErrorCode } from './errors.ts'
export {
  MAX_BATCH_BYTES,
  MAX_COST,
  MAX_DEMANDS,
  MAX_DURATION_MS,
  MAX_KEY_BYTES,
  MAX_PAGE,
  MAX_VALUE_BYTES,
} from './store.ts'
export type {
  Change,
  Counters,
  Demand,
  Extent,
  HitOptions,
  HitResult,
  ListOptions,
  Listed,
  LogEntry,
  Logs,
  MessageHandler,
  ReadOptions,
  Reservation,
  ReserveOptions,
  SetOptions,
  Store,
  Stored,
  SubscribeOptions,
  Topics,
  Unsubscribe,
  Values,
  Version,
  WindowCount,
} from './store.ts'
export { scoped } from './scope.ts'
export { openSqliteStore } from './sqlite.ts'
export type { SqliteOptions } from './sqlite.ts'
export { driverOf, openStore, sqlitePath } from './open-store.ts'
export type { StoreDriver, StoreOptions } from './open-store.ts'
export { openPostgresStore } from './postgres.ts'
export type { PostgresOptions } from './postgres.ts'
export { openRedisStore } from './redis.ts'
export type { RedisOptions } from './redis.ts'
export type { ServerOptions, TlsOptions } from './server-url.ts'
export { StoreToken } from './token.ts'
export { isEphemeral } from './ephemeral.ts'
export type { Ephemeral } from './ephemeral.ts'
export { STORE_CONTRACT } from './contract.ts'
export type { ContractCase, ContractHarness } from './contract/case.ts'
export { runContractTask } from './contract/tasks.ts'
export type { ContractTask } from './contract/tasks.ts'
export { keptKey } from './kept-key.ts'
export { waitFor } from './wait-for.ts'
export type { WaitOptions } from './wait-for.ts'
