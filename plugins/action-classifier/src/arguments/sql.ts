import type { Grade } from '../action.ts'
import { DIALECTS, readSql, type Words } from './sql-words.ts'

/** Longest text, in UTF-16 code units, and most statements that are looked at. */
const MAX_LENGTH = 131_072
const MAX_STATEMENTS = 1000

/** Functions that reach files, programs, other servers or other sessions, or that run text. */
const FUNCTIONS =
  /^(?:PG_TERMINATE_BACKEND|PG_CANCEL_BACKEND|PG_RELOAD_CONF|PG_ROTATE_LOGFILE|PG_SWITCH_WAL|PG_PROMOTE|PG_DROP_\w+|PG_CREATE_\w+|PG_REPLICATION_\w+|PG_FILE_\w+|PG_READ_(?:BINARY_)?FILE|PG_LS_\w+|PG_STAT_RESET\w*|PG_IMPORT_\w+|PG_LOGICAL_\w+|LO_(?:EXPORT|IMPORT|UNLINK|CREATE|PUT|FROM_BYTEA)|LOWRITE|DBLINK\w*|SETVAL|QUERY_TO_\w+|CURSOR_TO_\w+|TABLE_TO_\w+|DATABASE_TO_\w+|XP_\w+|SP_\w+|OPENROWSET|OPENQUERY|OPENDATASOURCE|LOAD_EXTENSION|LOAD_FILE|SYS_E\w+|WRITEFILE|READFILE|FTS3_TOKENIZER|EDIT|UTL_\w+|DBMS_\w+|HTTP_(?:GET|POST|PUT|DELETE|PATCH)|URL|FILE|S3|REMOTE|REMOTESECURE|CLUSTER|EXECUTABLE|EVAL|CRON|SCHEDULE|UNSCHEDULE|ADD_RETENTION_POLICY|RUN_COMMAND_ON_\w+|MASTER_\w+|SHELL|SYSTEM\$\w+)$/
/** Functions that change something small. */
const CHANGING =
  /^(?:NEXTVAL|SET_CONFIG|PG_NOTIFY|PG_ADVISORY_\w+|PG_TRY_ADVISORY_\w+|GET_LOCK|RELEASE_LOCK|PG_LOGICAL_EMIT_MESSAGE|LASTVAL)$/
const LOOKS =
  /^(?:SELECT|VALUES|TABLE|SHOW|DESCRIBE|DESC|EXPLAIN|WITH|FROM|BEGIN|START|COMMIT|END|ROLLBACK|SAVEPOINT|RELEASE|PRAGMA|USE|HELP|ABORT|FETCH|DECLARE|CLOSE|SUMMARIZE|LIST|\()$/
const PRAGMAS =
  /^(?:TABLE_INFO|TABLE_XINFO|TABLE_LIST|INDEX_LIST|INDEX_INFO|INDEX_XINFO|FOREIGN_KEY_LIST|FOREIGN_KEY_CHECK|DATABASE_LIST|COLLATION_LIST|FUNCTION_LIST|MODULE_LIST|PRAGMA_LIST|COMPILE_OPTIONS|INTEGRITY_CHECK|QUICK_CHECK|PAGE_COUNT|PAGE_SIZE|FREELIST_COUNT|DATA_VERSION|STATS|ENCODING|USER_VERSION|SCHEMA_VERSION|JOURNAL_MODE|FOREIGN_KEYS|SYNCHRONOUS|CACHE_SIZE|AUTO_VACUUM|BUSY_TIMEOUT|STORAGE_INFO|SHOW_TABLES|VERSION|DATABASE_SIZE)$/

/** Grades a text of SQL by all its statements, in each dialect. */
export function gradeSql(text: string, grade: Grade): void {
  if (text.length > MAX_LENGTH) return grade.raise('destructive', 'sql.limit', 'the text is longer than is read')
  const plain = text.normalize('NFKC')
  if (plain.length > MAX_LENGTH) return grade.raise('destructive', 'sql.limit', 'the text is longer than is read')
  let isReadable = false
  for (const dialect of DIALECTS) {
    const { statements, isWhole } = readSql(plain, dialect)
    // What begins with a sign is no statement in this dialect, and its database refuses it.
    const real = statements.filter(([first = '']) => /^[\p{L}(]/u.test(first))
    isReadable ||= isWhole && real.length > 0 && real.length === statements.length
    if (statements.length > MAX_STATEMENTS)
      return grade.raise('destructive', 'sql.limit', 'the text has more statements than are looked at')
    for (const words of real) gradeStatement(words, grade)
  }
  if (!isReadable)
    grade.raise('destructive', 'sql.syntax', 'the text is no statement, or ends within a quote or a comment')
}

function gradeStatement(words: Words, grade: Grade): void {
  const [first = '', second = ''] = words
  const destroy = (rule: string, text: string): void => grade.raise('destructive', `sql.${rule}`, text)
  const change = (text: string): void => grade.raise('mutate', 'sql.change', text)
  if (first === 'EXPLAIN' || first === 'DESCRIBE' || first === 'DESC') {
    // Only what it analyses is run.
    if (!words.slice(0, 12).includes('ANALYZE') && !words.slice(0, 12).includes('ANALYSE')) return
    return gradeBody(words.slice(1), grade)
  }
  switch (first) {
    case 'INSERT':
    case 'REPLACE':
    case 'MERGE':
    case 'UPSERT':
      change('it writes rows')
      if (second === 'OVERWRITE') destroy('overwrite', 'it replaces what is there')
      return gradeBody(words.slice(1), grade)
    case 'UPDATE':
    case 'DELETE':
      return gradeBody(words, grade)
    case 'CREATE':
      change('it makes something')
      if (
        words
          .slice(1, 5)
          .some((word) =>
            /^(?:USER|ROLE|LOGIN|EXTENSION|FUNCTION|PROCEDURE|TRIGGER|EVENT|SERVER|SUBSCRIPTION|PUBLICATION|POLICY|RULE|LANGUAGE|ASSEMBLY|CREDENTIAL|SECRET)$/.test(
              word,
            ),
          )
      )
        destroy('rights', 'it makes an account, rights, or code that the database runs')
      return gradeBody(words.slice(1), grade)
    case 'ALTER':
      change('it changes a table')
      if (words.some((word) => /^(?:DROP|TRUNCATE|DETACH|EXCHANGE|DISABLE)$/.test(word)))
        destroy('drop', 'it takes away a part of a table')
      // ClickHouse changes and deletes rows so
      if (words.some((word, i) => /^(?:DELETE|UPDATE)$/.test(word) && words[i - 1] !== 'ON'))
        destroy('delete', 'it changes or deletes rows of a whole table')
      if (
        /^(?:SYSTEM|USER|ROLE|LOGIN|SERVER|DATABASE|DEFAULT|EXTENSION|FUNCTION|PROCEDURE|POLICY|SUBSCRIPTION|PUBLICATION|INSTANCE|SESSION|ACCOUNT)$/.test(
          second,
        )
      )
        destroy('rights', 'it changes accounts, rights or the server')
      return
    case 'COMMENT':
    case 'ANALYZE':
    case 'ANALYSE':
    case 'VACUUM':
      if (words.includes('INTO')) destroy('file', 'it writes a file of the server')
      return change('it changes how the data lies')
    case 'REINDEX':
    case 'OPTIMIZE':
    case 'REFRESH':
    case 'CLUSTER':
    case 'LOCK':
    case 'UNLOCK':
    case 'LISTEN':
    case 'UNLISTEN':
    case 'NOTIFY':
    case 'CHECKPOINT':
      return change('it changes how the data lies')
    case 'SET':
      if (
        words
          .slice(1, 3)
          .some((word) =>
            /^(?:GLOBAL|PERSIST|ROLE|PASSWORD|AUTHORIZATION|@@GLOBAL|SESSION_REPLICATION_ROLE)$/.test(word),
          ) ||
        words.slice(1, 5).includes('AUTHORIZATION') ||
        words.some((word) => word === 'SESSION_REPLICATION_ROLE' || word.startsWith('@@GLOBAL'))
      )
        return destroy('rights', 'it changes rights or the server')
      return change('it changes a setting')
    case 'COPY':
      if (words.includes('PROGRAM')) return destroy('program', 'it runs a program')
      if (words.includes('STDOUT')) return gradeBody(words.slice(1), grade)
      if (words.includes('STDIN')) return change('it writes rows')
      return destroy('file', 'it reads or writes a file of the server')
    case 'PRAGMA': {
      const name = words[2] === '.' ? words[3] : second
      const isSet = words.includes('=') || (words.includes('(') && !/_(?:INFO|XINFO|LIST|CHECK)$/.test(name ?? ''))
      if (!PRAGMAS.test(name ?? '')) return destroy('pragma', 'it changes how the database works')
      return isSet ? change('it changes a setting') : undefined
    }
    case 'GRANT':
    case 'REVOKE':
      grade.mark('sql.rights', 'it changes rights')
      return destroy('rights', 'it changes rights')
    default:
      if (LOOKS.test(first)) return gradeBody(words, grade)
      destroy('statement', 'a statement that takes away, or that is not known')
  }
}

/** What stands in a statement that looks at first: changes within WITH, INTO, functions. */
function gradeBody(words: Words, grade: Grade): void {
  const narrowing = narrowingOf(words)
  for (const [i, word] of words.entries()) {
    const next = words[i + 1] ?? ''
    const before = words[i - 1] ?? ''
    if (before === '.' && next !== '(') continue
    const name = word.startsWith('"') ? word.slice(1) : word
    if ((next === '(' && FUNCTIONS.test(name)) || (next === '.' && /^(?:DBMS|UTL)_/.test(name)))
      grade.raise('destructive', 'sql.function', 'a function reaches files, programs, other servers or other sessions')
    else if (next === '(' && CHANGING.test(name)) grade.raise('mutate', 'sql.function', 'a function changes something')
    else if (word === 'DELETE' && (next === 'FROM' || i === 0 || before === '(' || before === 'THEN'))
      grade.raise('destructive', 'sql.delete', 'it deletes rows')
    else if (
      word === 'DELETE' &&
      /^[\p{L}"]/u.test(next) &&
      !/^(?:[.,(]|AS|SELECT|ON|FOR|BEFORE|AFTER|OF|OR|BY)$/.test(before) &&
      !/^(?:AS|CASCADE|IS|IN|AND|OR|DESC|ASC)$/.test(next)
    )
      grade.raise('destructive', 'sql.delete', 'it deletes rows')
    else if (word === 'UPDATE' && isUpdate(words, i)) {
      grade.raise('mutate', 'sql.change', 'it changes rows')
      // Of an upsert and a MERGE only the rows that came in.
      const isMatched =
        (before === 'DO' && words.includes('CONFLICT')) || (before === 'THEN' && words.slice(0, i).includes('MATCHED'))
      if (!isMatched && !narrowing(i)) grade.raise('destructive', 'sql.update', 'it changes every row')
    } else if ((word === 'INSERT' || word === 'MERGE') && next === 'INTO')
      grade.raise('mutate', 'sql.change', 'it writes rows')
    else if (word === 'INTO' && /^(?:OUTFILE|DUMPFILE)$/.test(next))
      grade.raise('destructive', 'sql.file', 'it writes a file of the server')
    else if (word === 'INTO' && before !== 'INSERT')
      grade.raise('mutate', 'sql.change', 'it writes a table or a variable')
    else if (
      /^(?:ALTER|CREATE|GRANT|REVOKE)$/.test(word) &&
      i > 0 &&
      before !== 'SHOW' &&
      /^(?:TABLE|DATABASE|SCHEMA|USER|ROLE|LOGIN|FUNCTION|PROCEDURE|TRIGGER|ALL|EXTENSION)$/.test(next) &&
      !/^(?:ON|WITH|FOR)$/.test(before)
    )
      grade.raise('destructive', 'sql.second', 'a second statement stands in the first')
    else if (/^(?:DROP|TRUNCATE)$/.test(word) && /^(?:TABLE|DATABASE|SCHEMA|VIEW|INDEX|USER|ROLE)$/.test(next))
      grade.raise('destructive', 'sql.drop', 'it takes away tables')
    else if (
      /^(?:EXEC|EXECUTE)$/.test(word) &&
      i > 0 &&
      next !== '' &&
      !/^[,)=.]$/.test(next) &&
      before !== 'AS' &&
      before !== ','
    )
      grade.raise('destructive', 'sql.execute', 'it runs text as a statement')
  }
}

function isUpdate(words: Words, at: number): boolean {
  const before = words[at - 1] ?? ''
  if (before === 'FOR' || before === 'KEY' || before === 'ON' || before === 'NO') return false // FOR UPDATE, ON UPDATE CASCADE
  return (
    at === 0 ||
    before === '(' ||
    before === 'THEN' ||
    before === 'DO' ||
    before === ')' ||
    words.slice(at, at + 8).includes('SET')
  )
}

/** Tells of an update at an index whether a WHERE that may be false stands behind it. One pass, however many updates there are. */
function narrowingOf(words: Words): (from: number) => boolean {
  const wheres: number[] = []
  let lastAlways = -1
  for (const [i, word] of words.entries()) {
    if (word === 'WHERE') wheres.push(i)
    const [one = '', sign = '', two = ''] = [words[i + 1], words[i + 2], words[i + 3]]
    if (word === 'OR' && /^(?:TRUE|1)$/.test(one) && (sign !== '=' || two === one)) lastAlways = i
  }
  let next = 0
  return (from) => {
    while (next < wheres.length && (wheres[next] ?? 0) < from) next++ // asked from left to right
    const at = wheres[next]
    if (at === undefined || lastAlways > at) return false
    const [one = '', sign = '', two = '', after = ''] = words.slice(at + 1, at + 5)
    const isAlways = /^(?:TRUE|1|NOT)$/.test(one) && !/^[=<>]$/.test(sign) && sign !== 'IN'
    return !isAlways && !(sign === '=' && one === two && after !== '.')
  }
}
