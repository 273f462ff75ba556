import { hasOption, operandsOf, type Call, type Program } from './program.ts'

/** What the commands of a program do; two words where one does not tell. One that is in no list is destructive. */
export interface Commands {
  readonly read: string
  readonly mutate: string
  readonly sensitive?: string
  /** Options that take a value, before the command. */
  readonly valued?: string
  readonly destroys?: string
}

/** Commands that run what stands behind them. */
const RUNS = /^(?:run|run-script|exec|x|dlx|create|test|start|tool|shell|debug)$/

/** Commands whose operands are words of the user's own. */
const FREE =
  /^(?:search|view|info|show|logs?|describe|get|explain|inspect|why|add|install|i|get-url|cat|grep|query|lint|build|diff|list|ls|ps|which|where|depends|rdepends|policy|desc|uses|home|doc|docs|history|checkout|clone|new|init|commit|tag|push|pull|top|events|wait|template)$/
const TAKING =
  /^(?:delete|destroy|remove|rm|drop|purge|reset|prune|revoke|terminate|kill|wipe|unset|uninstall|disable|deregister|rollback|evict|clear|flush)$/
const MAKING = /^(?:set|create|update|edit|enable|import|assign|write|put|rename|move)$/

/** An entry for a program whose first words say what it does; `judge` looks at the rest. */
export function commands(of: Commands, judge?: (call: Call, command: string) => void): Program {
  const [read, mutate, sensitive] = [of.read, of.mutate, of.sensitive ?? ''].map(
    (list) => new Set(list.split(',').map((each) => each.trim())),
  )
  return {
    class: 'read',
    judge: (call) => {
      const {
        values,
        line: { grade },
        program,
        args,
      } = call
      const operands = operandsOf(values, of.valued)
      const [first = '', second = '', third = ''] = operands
      const [option = ''] = values
      const names = [
        ...(first === '' || option.length === 2 ? [option] : []),
        `${first} ${second} ${third}`.trim(),
        `${first} ${second}`.trim(),
        first,
      ]
      const isOption = first === '' && values.every((value) => /^(?:--?(?:version|help|v|V|h))$/.test(value))
      const has = (set: ReadonlySet<string> | undefined): boolean => names.some((name) => set?.has(name) === true)
      // the longest name that any list has decides
      const named = names.find(
        (name) => read?.has(name) === true || mutate?.has(name) === true || sensitive?.has(name) === true,
      )
      const isVague = args
        .slice(0, 3)
        .some(({ isFixed, value }) => !isFixed && (value === first || (value === second && named !== first)))
      // Behind what runs something, `--help` is for that.
      const isHelp =
        first === 'help' ||
        (values.at(-1) === '--help' && operands.length < 3 && !operands.some((word) => RUNS.test(word)))
      if (isOption || isHelp) return
      if (isVague) grade.raise('destructive', `shell.${program}`, 'which command it is is only known when it runs')
      else if (named === undefined)
        grade.raise(
          'destructive',
          `shell.${program}`,
          `a command of ${program} that takes away, or that the table does not have`,
        )
      else if (!read?.has(named)) grade.raise('mutate', `shell.${program}`, `${program} changes something`)
      // `apps destroy`, where the table has `apps` alone
      if (named !== undefined && named === first && !FREE.test(first) && !RUNS.test(first)) {
        if (TAKING.test(second))
          grade.raise('destructive', `shell.${program}`, `a command of ${program} that takes away`)
        else if (MAKING.test(second)) grade.raise('mutate', `shell.${program}`, `${program} changes something`)
      }
      if (has(sensitive)) grade.mark(`shell.${program}`, `${program} reaches what others use`)
      if (of.destroys !== undefined && hasOption(values, of.destroys))
        grade.raise('destructive', `shell.${program}`, `an option lets ${program} take away`)
      judge?.(call, named ?? '')
    },
  }
}
