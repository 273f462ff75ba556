import { isHijack } from '../arguments/variables.ts'
import { gradePath } from '../arguments/path.ts'
import { gradeCode, languageOf } from '../code.ts'
import { gradeProjectTask } from './changing.ts'
import { isPlainPowershell } from './powershell.ts'
import { hasOption, operandsOf, programs, type Arg, type Call, type Programs } from './program.ts'

/** How a program that runs another one reads its arguments. */
interface Wrapper {
  /** Options that take the next argument. */
  readonly valued?: string
  /** Arguments of its own before the command. */
  readonly operands?: number
  readonly assigns?: boolean
}

const WRAPPERS: Readonly<Record<string, Wrapper>> = {
  sudo: { valued: '-u -g -h -p -C -r -t -T -U -D --user --group --host --prompt --chdir', assigns: true },
  doas: { valued: '-u -C', assigns: true },
  env: { valued: '-u -C --unset --chdir', assigns: true },
  nohup: {},
  setsid: {},
  time: { valued: '-f -o --format --output' },
  command: {},
  builtin: {},
  exec: { valued: '-a' },
  nice: { valued: '-n --adjustment' },
  ionice: { valued: '-c -n -p' },
  stdbuf: { valued: '-i -o -e' },
  timeout: { valued: '-s -k --signal --kill-after', operands: 1 },
  gtimeout: { valued: '-s -k', operands: 1 },
  caffeinate: { valued: '-t -w' },
  unbuffer: {},
  xargs: { valued: '-a -E -I -L -n -P -s -d --arg-file --delimiter --max-args --max-procs --replace' },
  gxargs: { valued: '-a -E -I -L -n -P -s -d' },
  watch: { valued: '-n --interval' },
  'cross-env': { assigns: true },
  dotenv: { valued: '-e -c' },
  hyperfine: { valued: '-w -r -m -M --warmup --runs' },
  strace: { valued: '-e -o -p -s' },
  'xvfb-run': { valued: '-n -s' },
  flock: { valued: '-w', operands: 1 },
  busybox: {},
  'wait-on': { operands: 1000 },
  retry: {},
  noglob: {},
}

/** Programs that run others, and those that run code. */
export const RUNNERS: Programs = {
  ...Object.fromEntries(Object.keys(WRAPPERS).map((name) => [name, { class: 'read', judge: wrapper } as const])),
  ...programs('sh bash zsh dash ksh ash fish', { class: 'read', judge: shell }),
  ...programs(
    'python python2 python3 python3.9 python3.10 python3.11 python3.12 python3.13 pypy pypy3 node nodejs bun deno ruby perl php lua luajit Rscript R julia groovy scala elixir osascript pwsh powershell tclsh',
    { class: 'read', judge: interpreter },
  ),
  ...programs('npx bunx pnpx uvx pipx', { class: 'read', judge: fetched }),
  ...programs(
    'parallel su runuser chroot unshare nsenter script screen tmux entr watchexec systemd-run start-stop-daemon gdb lldb expect at batch',
    { class: 'destructive', why: 'it runs what the table does not follow' },
  ),
}

function wrapper({ program, args, values, input, line }: Call): void {
  const { grade } = line
  const { valued = '', operands = 0, assigns = false } = WRAPPERS[program] ?? {}
  if (/^(?:sudo|doas)$/.test(program)) {
    grade.raise('mutate', 'shell.sudo', 'it runs with the rights of another user')
    grade.mark('shell.sudo', 'it runs with the rights of another user')
    if (hasOption(values, '-i -s -e --login --shell --edit'))
      return grade.raise('destructive', 'shell.sudo', 'it opens a shell or an editor of another user')
  }
  if (program === 'command' && hasOption(values, '-v -V')) return
  if (program === 'env' && hasOption(values, '-S --split-string'))
    return grade.raise('destructive', 'shell.env', 'it takes a command line apart by itself')
  if (program === 'flock' && hasOption(values, '-c --command'))
    return grade.raise('destructive', 'shell.flock', 'it runs a command line')
  const takes = new Set(valued.split(' '))
  let left = operands
  for (let i = 0; i < args.length; i++) {
    const value = values[i] ?? ''
    if (takes.has(value)) i++
    else if (value.startsWith('-') && value !== '-') continue
    else if (assigns && /^[A-Za-z_]\w*=/.test(value)) {
      const [name = '', text = ''] = [value.slice(0, value.indexOf('=')), value.slice(value.indexOf('=') + 1)]
      if (isHijack(name, args[i]?.isFixed ? text : undefined))
        grade.raise('destructive', 'shell.environment', 'it sets a variable that makes other programs run code')
    } else if (left > 0) left--
    else return inner(program, args.slice(i), input, line)
  }
  if (program === 'env') line.readsSecrets = true
}

function inner(program: string, words: readonly Arg[], input: Call['input'], line: Call['line']): void {
  if (program === 'watch' || program === 'hyperfine') {
    if (program === 'hyperfine') for (const word of words) line.script(word)
    else
      line.script({ value: words.map(({ value }) => value).join(' '), isFixed: words.every(({ isFixed }) => isFixed) })
    return
  }
  // What xargs adds comes from the input: a program that takes options from it may get them there.
  const isFed = program === 'xargs' || program === 'gxargs'
  if (
    isFed &&
    /^(?:env|sudo|sh|bash|zsh|nohup|time|xargs|eval|exec|command)$/.test(words[0]?.value ?? '') &&
    words.length < 3
  )
    line.grade.raise('destructive', 'shell.xargs', 'what it reads becomes the command')
  if (isFed && line.needsOperands(words))
    line.grade.raise('destructive', 'shell.xargs', 'what it reads becomes the options of a program')
  line.run(words, isFed ? 'none' : input)
}

function shell({ args, values, input, line }: Call): void {
  const { grade } = line
  const at = values.findIndex((value) => /^-[a-zA-Z]*c$/.test(value))
  const file = operandsOf(values, '-o -O +o +O --rcfile --init-file').find(
    (value) => !/^(?:-|\/dev\/stdin)$/.test(value),
  )
  if (at >= 0) return line.script(args[at + 1])
  if (hasOption(values, '--rcfile --init-file'))
    return grade.raise('destructive', 'shell.foreign', 'it runs a file before anything else')
  if (values.some((value) => /^--(?:version|help)$/.test(value))) return
  if (file !== undefined && !values.includes('-s')) return runFile(file, args, line)
  if (typeof input === 'object') return line.script({ value: input.text, isFixed: input.isFixed })
  if (input === 'none' && !values.includes('-s') && !values.includes('-'))
    return grade.raise('mutate', 'shell.interactive', 'it opens a shell')
  grade.raise('destructive', 'shell.stdin', 'a shell runs what it reads')
}

/** Options with which an interpreter reads code from its arguments. */
const INLINE: Readonly<Record<string, RegExp>> = {
  python: /^-[a-zA-Z]*c$/,
  node: /^(?:-[a-z]*[pe]|--eval|--print|eval)$/,
  ruby: /^-[a-zA-Z]*e$/,
  perl: /^-[a-zA-Z0-9]*[eE]$/,
  php: /^-r$/,
}

function interpreter({ program, args, values, input, line }: Call): void {
  const { grade } = line
  const language = languageOf(program) ?? 'unknown'
  if (values.length > 0 && values.every((value) => /^(?:--version|-[vVh]|--help|-VV)$/.test(value))) return
  const at = values.findIndex((value) =>
    (INLINE[language] ?? /^-{1,2}(?:e|c|r|E|eval|execute|command|enc\w*)$/i).test(value),
  )
  const firstFile = values.findIndex((value) => !value.startsWith('-'))
  if (at >= 0 && (firstFile < 0 || at < firstFile || values[at] === 'eval')) {
    if (values.slice(0, at + 1).some((value) => /^-[a-z]*i/.test(value)) && /^(?:perl|ruby)$/.test(language))
      grade.raise('mutate', 'code.edit', 'it edits files in place')
    if (values.slice(0, at).some((value) => /^-(?:r|-require|-import|-loader|M|m|I)/.test(value)))
      grade.raise('destructive', 'code.load', 'it loads code that is not looked at')
    const code = args[at + 1]
    if (values.slice(0, at + 1).some((value) => /^-[a-z]*i/.test(value)))
      for (const file of args.slice(at + 2)) gradePath(file.value, true, grade)
    if (/^(?:pwsh|powershell)$/.test(program) && code?.isFixed === true && !/^-enc/i.test(values[at] ?? ''))
      if (isPlainPowershell(values.slice(at + 1).join(' '), grade)) return
    // What the shell fills in stands in the code.
    if (code?.isFixed === false)
      return grade.raise('destructive', 'code.dynamic', 'the code is put together when it runs')
    return gradeCode(code?.value ?? '', language, grade)
  }
  if (/^-[a-zA-Z]*[ceEr]./.test(values[0] ?? '') && values[0]?.startsWith('--') !== true && firstFile !== 0)
    return gradeCode('', 'unknown', grade)
  const module = values.findIndex((value) => /^-[a-zA-Z]*m$/.test(value))
  if (language === 'python' && module >= 0 && (firstFile < 0 || module < firstFile))
    return runModule(values[module + 1] ?? '', args.slice(module + 2), line)
  if (program === 'bun' || program === 'deno') return runtime(program, args, values, line)
  const file = operandsOf(values, '-r --require --import --loader -W -X -I -C')[0]
  if (file !== undefined && file !== '-' && !/^\/(?:dev|proc)\//.test(file)) return runFile(file, args, line)
  if (hasOption(values, '--test --check -c') && language === 'node')
    return grade.raise('mutate', 'shell.local', 'it runs code of the workspace')
  if (typeof input === 'object' && input.isFixed) return gradeCode(input.text, language, grade)
  if (input === 'none' && file === undefined && values.length === 0)
    return grade.raise('mutate', 'shell.interactive', 'it opens an interpreter')
  grade.raise('destructive', 'shell.stdin', 'an interpreter runs what it reads')
}

/** Code of the workspace, unless it lies elsewhere or the line has written it just now. */
function runFile(file: string, args: readonly Arg[], line: Call['line']): void {
  const behind = args.slice(args.findIndex(({ value }) => value === file) + 1)
  gradeProjectTask(
    file,
    behind.map(({ value }) => value),
    line,
  )
  const arg = args.find(({ value }) => value === file)
  const isWritten = line.written.has(file.replace(/^\.\//, ''))
  if (
    arg?.isFixed !== true ||
    isWritten ||
    /^(?:https?:|\/tmp\/|\/dev\/shm\/|\/var\/tmp\/|~|\/dev\/|\/proc\/)|(?:^|\/)\.\.\//.test(file)
  )
    return line.grade.raise(
      'destructive',
      'shell.foreign',
      isWritten ? 'it runs what the same line has written or fetched' : 'it runs code from outside the workspace',
    )
  line.grade.raise('mutate', 'shell.local', 'it runs code of the workspace')
  gradePath(file, false, line.grade)
}

/** Modules of Python that are run by themselves. */
function runModule(name: string, args: readonly Arg[], line: Call['line']): void {
  if (/^(?:pip|pytest|uv|poetry|pipx|coverage|black|ruff|mypy|flake8|pylint|isort|tox|nox|twine)$/.test(name))
    return line.run([{ value: name, isFixed: true }, ...args], 'none')
  if (name === 'json.tool' && args.length < 2) return
  if (
    /^(?:json\.tool|this|platform|sysconfig|site|tokenize|dis|ast|calendar|timeit|pyclbr|tabnanny|zipfile|tarfile|gzip|base64|compileall|py_compile|venv|virtualenv|unittest|doctest|build|http\.server|pdb|cProfile|profile|trace|ensurepip|ipykernel|jupyter|sphinx|mkdocs|pydoc|django|flask|uvicorn|gunicorn|celery|streamlit|pre_commit|bandit|pyright|grpc_tools\.protoc|spacy|nltk|playwright|scrapy|alembic|build_ext|setuptools)$/.test(
      name,
    ) ||
    /^[a-z_]\w*(?:\.\w+)*$/i.test(name)
  )
    return line.grade.raise('mutate', 'shell.local', 'it runs code of the workspace')
  line.grade.raise('destructive', 'shell.foreign', 'it runs code that cannot be told')
}

function runtime(program: string, args: readonly Arg[], values: readonly string[], line: Call['line']): void {
  const { grade } = line
  const [command = ''] = operandsOf(values)
  if (/^(?:x|create|upgrade|install-completions)$/.test(command))
    return fetchedFrom(args.slice(values.indexOf(command) + 1), line)
  if (/^(?:publish|unlink|deploy|jupyter|eval|repl)$/.test(command))
    return grade.raise('destructive', `shell.${program}`, 'it publishes, or runs code that is not looked at')
  if (values.some((value) => /^https?:|^-$|^\/dev\//.test(value)))
    return grade.raise('destructive', 'shell.foreign', 'it runs code from outside the workspace')
  grade.raise('mutate', 'shell.local', 'it runs code of the workspace')
}

/** Programs of registries that are in every second project. */
const USUAL =
  /^(?:@(?:angular|nestjs|vue|biomejs|changesets|playwright|modelcontextprotocol|openapitools|tailwindcss|storybook|babel|swc|sveltejs|redocly|stoplight|graphql-codegen|prisma|sentry|cloudflare|react-native-community|arethetypeswrong|typescript-eslint)\/)?(?:tsc|tsx|ts-node|eslint|prettier|jest|vitest|mocha|playwright|cypress|vite|webpack|rollup|esbuild|next|nuxt|astro|turbo|nx|prisma|drizzle-kit|knip|oxlint|oxfmt|biome|stylelint|create-(?:react-app|next-app|vite|vue|svelte|astro|expo-app|t3-app|remix|nuxt-app|turbo|hono|docusaurus|react-router|electron-app)|tailwindcss|postcss|husky|lint-staged|changeset|cli|depcheck|npm-check-updates|serve|http-server|concurrently|nodemon|rimraf|shx|cross-env|wait-on|c8|nyc|tap|ava|storybook|typedoc|ncu|license-checker|sort-package-json|publint|attw|black|ruff|mypy|pytest|pyright|isort|flake8|cookiecutter|pre-commit|nox|tox|poetry|uv|markdownlint-cli2?|cspell|madge|size-limit|tsup|svelte-check|vue-tsc|expo|supabase|shadcn|shadcn-ui|ng|sass|babel|swc|commitlint|syncpack|taze|unbuild|web-ext|wrangler|vercel|netlify|firebase|eas|cdk|serverless|sst|degit|json-server|msw|openapi-typescript|graphql-codegen|quicktype|server-(?:filesystem|memory|everything|github)|inspector|httpie|jupyter|streamlit|glances|ipython)(?:@[\w.^~-]+)?$/

function fetched({ program, args, values, line }: Call): void {
  if (program === 'pipx' && /^(?:list|--version|environment)$/.test(values[0] ?? '')) return
  if (program === 'pipx' && /^(?:install|upgrade|inject|ensurepath)$/.test(values[0] ?? ''))
    return line.grade.raise('mutate', 'shell.pipx', 'it installs a program')
  if (hasOption(values, '-c --call')) {
    const at = values.findIndex((value) => value === '-c' || value === '--call')
    return line.script(args[at + 1])
  }
  fetchedFrom(program === 'pipx' ? args.slice(1) : args, line)
}

/** A program that is fetched where it is not there: one that everybody uses is taken for the project's own. */
export function fetchedFrom(args: readonly Arg[], line: Call['line']): void {
  const at = args.findIndex(
    ({ value }, i) =>
      !value.startsWith('-') && !/^(?:-p|--package|--from|--with|--python)$/.test(args[i - 1]?.value ?? ''),
  )
  const name = args[at]
  if (!name) return
  if (!name.isFixed || !USUAL.test(name.value))
    return line.grade.raise(
      'destructive',
      'shell.fetched',
      'it fetches and runs a program that the table does not have',
    )
  line.grade.raise('mutate', 'shell.local', 'it runs a program of the project')
  const rest = args.slice(at + 1)
  const [tool = ''] = name.value.replace(/^@?[\w.-]+\//, '').split('@', 1)
  if (
    tool === 'rimraf' ||
    /^(?:prisma|drizzle-kit|supabase|wrangler|vercel|netlify|firebase|eas|cdk|serverless|sst|changeset|poetry|uv)$/.test(
      tool,
    )
  )
    line.run([{ value: tool, isFixed: true }, ...rest], 'none')
}
