import { higher, type ActionClass } from '../action.ts'
import { gradePath } from '../arguments/path.ts'
import { gradeSql } from '../arguments/sql.ts'
import { commands } from './commands.ts'
import { hasOption, operandsOf, optionValue, programs, type Call, type Programs } from './program.ts'

/** Programs for databases. */
export const DATABASES: Programs = {
  ...programs(
    'prisma drizzle-kit alembic knex sequelize typeorm atlas dbmate goose',
    commands({
      read: 'validate, format, version, --version, migrate status, current, history, heads, show, info, check, migrate:status, status, diff, migration:show',
      mutate:
        'generate, db pull, studio, init, introspect, revision, migrate dev, up, upgrade, migrate:latest, validate, migration:generate, migration:create, migration:run, make:migration, new',
      destroys: '--force-reset --accept-data-loss --force',
    }),
  ),
  ...programs(
    'flyway liquibase',
    commands({ read: 'info, validate, status, history, diff', mutate: 'migrate, update, baseline' }),
  ),
  ...programs('psql mysql mariadb sqlite3 duckdb clickhouse-client bq snowsql cockroach', {
    class: 'read',
    judge: database,
  }),
  dbt: commands({
    read: 'list, ls, debug, compile, show, parse, --version',
    mutate: 'run, test, build, seed, snapshot, deps, init, clean, docs, retry, source',
    destroys: '--full-refresh',
  }),
  ...programs('redis-cli valkey-cli', { class: 'read', judge: redis }),
  ...programs('mongosh mongo', { class: 'read', judge: mongo }),
  ...programs('pg_dump pg_dumpall mysqldump mongodump', { class: 'mutate', sensitive: true }),
  ...programs('createdb initdb pg_ctl', { class: 'mutate', sensitive: true }),
}

function database({ program, values, input, line }: Call): void {
  const { grade } = line
  const valued = '-h -U -p -d -P -u -D --host --user --port --dbname --database --username -S -F -A'
  const given = values.flatMap((value, i) =>
    /^(?:-c|-e|--command|--execute|--query|-q)$/.test(values[i - 1] ?? '')
      ? [value]
      : /^(?:--command|--execute|--query)=/.test(value)
        ? [value.slice(value.indexOf('=') + 1)]
        : [],
  )
  const operands = operandsOf(values, valued)
  if (/^(?:sqlite3|duckdb)$/.test(program)) given.push(...operands.slice(1))
  if (program === 'bq') given.push(...(operands[0] === 'query' ? operands.slice(1) : []))
  if (typeof input === 'object' && input.isFixed) given.push(input.text)
  const isListing =
    hasOption(values, '-l --list --version --help -V') ||
    (program === 'bq' && /^(?:ls|show|head|version)$/.test(operands[0] ?? ''))
  if (hasOption(values, '-f --file -init --init'))
    return grade.raise('destructive', 'shell.sql', 'the statements stand in a file')
  if (given.length === 0 && !isListing)
    return grade.raise('destructive', 'shell.sql', 'which statements it runs is not known')
  for (const text of given) {
    // Commands of the client: what only describes is known.
    const statement = toStatement(text)
    const isMeta = /^[\\.]/.test(statement)
    if (!isMeta) gradeSql(text, grade)
    else if (
      !/^(?:\\(?:d[a-zA-Z+]*|l\+?|dt\+?|conninfo|timing|x|pset|encoding|z|sf\+?|sv\+?)|\.(?:tables?|schema|indexes|indices|databases|mode|headers?|fullschema|dbinfo|stats|show|help))(?:\s+[\w."*%-]+){0,3}$/.test(
        statement,
      )
    )
      grade.raise('destructive', 'shell.sql', 'a command of the client that the table does not have')
  }
  for (const operand of operands) gradePath(operand, false, grade)
}

/** A statement without the space around it and the sign that ends it. */
function toStatement(text: string): string {
  const trimmed = text.trim()
  return trimmed.endsWith(';') ? trimmed.slice(0, -1).trimEnd() : trimmed
}

/** What only looks, of the scripts that are given to it. */
function mongo({ values, line: { grade } }: Call): void {
  const code = toStatement(optionValue(values, '--eval') ?? '')
  const isLook =
    /^(?:show \w+|db\.(?:stats|version|getName|getCollectionNames|serverStatus|hello)\(\)|db\.(?:getCollection\(["']\w+["']\)|[\w.]+)\.(?:find|findOne|count|countDocuments|estimatedDocumentCount|distinct|stats|getIndexes)\([^()]{0,2000}\)(?:\.(?:limit|sort|skip|toArray|pretty|count|explain)\([^()]{0,400}\))*)$/.test(
      code,
    )
  if (!isLook && !hasOption(values, '--version --help'))
    grade.raise('destructive', 'shell.mongo', 'which statements it runs is not known')
}

function redis({ values, line: { grade } }: Call): void {
  const [command = '', sub = ''] = operandsOf(values, '-h -p -a -n -u --user --pass -i -r')
  if (hasOption(values, '--scan --bigkeys --memkeys --hotkeys --stat --latency --version')) return
  const of = redisClass(command, sub)
  grade.raise(of, 'shell.redis', 'it changes or deletes keys')
}

function redisClass(command: string, sub: string): ActionClass {
  if (
    /^(?:ping|get|mget|keys|scan|exists|ttl|pttl|type|info|dbsize|hget|hgetall|hkeys|hlen|hmget|lrange|llen|smembers|scard|zrange|zcard|zscore|strlen|time|memory|object|xlen|xrange|lastsave|echo|command)$/i.test(
      command,
    )
  )
    return 'read'
  if (/^(?:config|client|acl|cluster|slowlog|latency)$/i.test(command))
    return /^(?:get|list|info|nodes|whoami|getname)$/i.test(sub) ? 'read' : 'destructive'
  return higher(
    'mutate',
    /^(?:set|mset|setex|setnx|incr|incrby|decr|append|hset|hmset|lpush|rpush|sadd|zadd|expire|persist|publish|xadd|setrange|hincrby)$/i.test(
      command,
    )
      ? 'mutate'
      : 'destructive',
  )
}
