import { isLower, type ActionClass } from '../action.ts'
import { gradePath } from '../arguments/path.ts'
import type { ProgramEntry } from '../config.ts'
import { globOf } from '../glob.ts'
import { CHANGING, gradeProjectTask } from './changing.ts'
import { gradeCode, languageOf } from '../code.ts'
import { FILE_TOOLS } from './file-tools.ts'
import { git } from './git.ts'
import {
  hasOption,
  operandsOf,
  type Arg,
  type Call,
  type Input,
  type Line,
  type Program,
  type Programs,
} from './program.ts'
import { READING } from './reading.ts'
import { RUNNERS } from './runners.ts'
import { CLOUD } from './cloud.ts'
import { CLUSTERS } from './clusters.ts'
import { DATABASES } from './databases.ts'
import { PACKAGES } from './packages.ts'
import { TRANSFER } from './transfer.ts'

const TABLE: ReadonlyMap<string, Program> = new Map(
  Object.entries({
    ...READING,
    ...CHANGING,
    ...FILE_TOOLS,
    ...PACKAGES,
    ...CLUSTERS,
    ...DATABASES,
    ...CLOUD,
    ...TRANSFER,
    ...RUNNERS,
    git: { class: 'read', judge: git },
  } satisfies Programs),
)
/** Folders whose programs are those of the system. */
const SYSTEM_FOLDER = /^(?:\/(?:usr\/(?:local\/)?)?s?bin|\/opt\/homebrew\/bin)\/([^/]+)$/
/** A program of the workspace. */
const LOCAL = /^(?:\.\/|[\w.@-]+\/)(?!.*\.\.)[\w./@+-]+$/

/** What programs do. */
export interface ProgramBook {
  /** Grades one command: the program's name, and its arguments. Functions hide only what the shell itself looks up, `isDirect`. */
  grade(words: readonly Arg[], input: Input, isDirect: boolean, line: Line): void
  /** True for a program with options only, whose operands say what it does. */
  needsOperands(words: readonly Arg[]): boolean
}

/** A program that an entry of the operator would put below what the table knows of it: an entry only adds and raises. */
export function findLowered(
  entries: readonly ProgramEntry[],
): { readonly name: string; readonly entry: ProgramEntry; readonly known: string } | undefined {
  for (const entry of entries)
    for (const name of entry.names) {
      const matches = globOf(name)
      for (const [program, { class: of, judge }] of TABLE)
        if (matches(program) && (isLower(entry.class, of) || (entry.class === 'read' && judge !== undefined)))
          return { name, entry, known: `${program} is ${isLower(entry.class, of) ? of : 'judged by its arguments'}` }
    }
  return undefined
}

/** The table, with the programs that the operator names. */
export function createBook(ownClass: (name: string) => ActionClass | undefined): ProgramBook {
  return {
    needsOperands([name, ...rest]) {
      const program = name && TABLE.get(findProgram(name.value) ?? '')
      const isOpen = program?.judge !== undefined && program.class !== 'destructive' && name?.value !== 'kill'
      return name?.value === 'find' || (isOpen && operandsOf(rest.map(({ value }) => value)).length === 0)
    },
    grade([name, ...args], input, isDirect, line) {
      const { grade } = line
      if (!name) return
      if (!name.isFixed || name.value === '')
        return grade.raise('destructive', 'shell.dynamic', 'which program it runs is only known when it runs')
      if (isDirect && line.functions.has(name.value) && !TABLE.has(name.value)) return
      const own = ownClass(name.value)
      if (own) grade.raise(own, 'shell.own', 'the operator has put the program in this class')
      const found = findProgram(name.value)
      if (found === 'local') {
        gradeProjectTask(
          name.value,
          args.map(({ value }) => value),
          line,
        )
        return gradeLocal(name.value, input, line, own !== undefined)
      }
      const program = found && TABLE.get(found)
      if (!found || !program) {
        if (!own) grade.raise('destructive', 'shell.unknown', 'a program that the table does not have')
        return
      }
      gradeProgram(program, { program: found, args, values: args.map(({ value }) => value), input, line })
    },
  }
}

function findProgram(name: string): string | undefined {
  if (!name.includes('/')) return name
  const system = SYSTEM_FOLDER.exec(name)?.[1]
  if (system !== undefined) return system
  return LOCAL.test(name) ? 'local' : undefined
}

/** A script or binary of the workspace: its own code, unless the line has written it just now. */
function gradeLocal(path: string, input: Input, { grade, written }: Line, isOwn: boolean): void {
  if (isOwn) return
  if (written.has(path.replace(/^\.\//, '')))
    grade.raise('destructive', 'shell.written', 'it runs what the same line has written or fetched')
  else grade.raise('mutate', 'shell.local', 'it runs code of the workspace')
  if (languageOf(path.slice(path.lastIndexOf('/') + 1)) !== undefined && input !== 'none')
    gradeCode('', 'unknown', grade)
}

function gradeProgram(program: Program, call: Call): void {
  const { values, args, line } = call
  const { grade } = line
  if (values.length === 1 && /^--?(?:version|help)$/.test(values[0] ?? '')) return
  grade.raise(program.class, `shell.${call.program}`, program.why ?? `${call.program} changes something`)
  if (program.sensitive) grade.mark(`shell.${call.program}`, `${call.program} reaches what is sensitive`)
  if (program.writes !== undefined && hasOption(values, program.writes))
    grade.raise('mutate', `shell.${call.program}`, `an option lets ${call.program} write`)
  if (program.destroys !== undefined && hasOption(values, program.destroys))
    grade.raise('destructive', `shell.${call.program}`, `an option lets ${call.program} do more than it usually does`)
  const isOpen = program.destroys !== undefined || program.writes !== undefined || program.judge !== undefined
  if (isOpen && args.some((arg) => !arg.isFixed && (line.hidesOptions || /^-|[{,]-/.test(arg.value))))
    grade.raise('destructive', 'shell.options', 'options are hidden in a variable')
  program.judge?.(call)
  if (program.paths)
    for (const operand of operandsOf(values))
      if (
        gradePath(
          operand,
          program.class !== 'read' || (program.writes !== undefined && hasOption(values, program.writes)),
          grade,
        )
      )
        line.readsSecrets = true
}
