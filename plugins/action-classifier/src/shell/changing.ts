import { gradePath } from '../arguments/path.ts'
import { hasOption, operandsOf, optionValue, programs, type Call, type Programs } from './program.ts'

const WRITES = { class: 'mutate', paths: true } as const
const GONE = { class: 'destructive', why: 'it takes files away' } as const
const MACHINE = { class: 'destructive', why: 'it changes the machine' } as const

/** Programs that change something, and those that take away. */
export const CHANGING: Programs = {
  ...programs('touch mkfifo tee', WRITES),
  mkdir: { ...WRITES, judge: withMode },
  install: {
    class: 'mutate',
    judge: (call) => {
      withMode(call)
      intoLast(call)
    },
  },
  ...programs('ln ditto', { class: 'mutate', judge: intoLast }),
  cp: { class: 'mutate', destroys: '--remove-destination', judge: intoLast },
  mv: { ...WRITES, judge: moved },
  rmdir: WRITES,
  ...programs('rm unlink srm rimraf del trash trash-put gio-trash wipe', GONE),
  ...programs('shred truncate fallocate', { class: 'destructive', why: 'it takes away what a file holds' }),
  dd: { class: 'read', judge: dd },
  chmod: { class: 'mutate', judge: chmod },
  ...programs('chown chgrp setfacl xattr', {
    class: 'mutate',
    sensitive: true,
    paths: true,
    destroys: '-R --recursive',
  }),
  chattr: { class: 'mutate', sensitive: true, paths: true, destroys: '-R -i -a' },
  ...programs('kill', { class: 'mutate', judge: kill }),
  ...programs('pkill killall skill', { class: 'mutate', sensitive: true, judge: killByName }),
  ...programs('pbcopy xclip xsel wl-copy notify-send say', { class: 'mutate' }),
  ...programs('renice bg fg disown', { class: 'mutate' }),
  ...programs('gzip gunzip bzip2 bunzip2 xz unxz zstd unzstd lz4 compress uncompress', { class: 'mutate' }),
  zip: { class: 'mutate', paths: true, destroys: '-m --move -d --delete -T -TT --unzip-command' },
  unzip: {
    class: 'read',
    judge: ({ values, line: { grade } }) => {
      if (hasOption(values, '-l -t -Z -v -p -c -z')) return
      grade.raise('mutate', 'shell.unzip', 'it writes files')
      gradePath(optionValue(values, '-d') ?? '', true, grade)
    },
  },
  ...programs('7z 7za 7zz unrar', { class: 'mutate', destroys: '-sdel' }),
  rar: { class: 'mutate', destroys: '-df -dw' },
  ...programs('patch dos2unix unix2dos rename prename', { class: 'mutate' }),
  ...programs(
    'convert magick identify mogrify ffmpeg ffprobe sox pandoc wkhtmltopdf pdftotext pdfinfo pdftoppm gs qpdf exiftool tesseract rsvg-convert inkscape dot plantuml mmdc asciidoctor pdflatex xelatex latexmk graphviz optipng jpegoptim cwebp',
    {
      class: 'mutate',
    },
  ),
  ...programs(
    'prettier eslint oxlint oxfmt biome tsc tslint stylelint black ruff isort autopep8 yapf flake8 pylint mypy pyright bandit pre-commit gofmt goimports golangci-lint rustfmt clippy-driver clang-format clang-tidy shellcheck shfmt hadolint yamllint markdownlint markdownlint-cli2 actionlint rubocop standardrb phpcs phpstan ktlint swiftlint swiftformat checkstyle cspell knip depcheck publint attw syncpack commitlint lint-staged codespell vale sqlfluff ast-grep sg ansible-lint ctags dprint taplo buf protoc',
    { class: 'mutate' },
  ),
  ...programs(
    'jest vitest mocha ava tap pytest py.test nose2 tox nox unittest rspec phpunit ctest bats coverage c8 nyc playwright cypress karma hurl k6 stryker gotestsum',
    { class: 'mutate' },
  ),
  ...programs(
    'make gmake ninja cmake meson bazel bazelisk buck2 scons ant mvn mvnw gradle gradlew sbt rake just task tsx ts-node java jar javap sbt hf huggingface-cli esbuild webpack vite rollup parcel turbo nx lerna next nuxt astro gcc g++ cc c++ clang clang++ ld ar as javac kotlinc scalac rustc ghc dotnet msbuild xcodebuild swift swiftc zig nim crystal mix rebar3 lein stack cabal elm tailwindcss sass postcss babel swc tsup unbuild storybook gulp grunt hugo jekyll mkdocs sphinx-build typedoc docusaurus uvicorn gunicorn flask django-admin rails puma celery streamlit jupyter nodemon pm2 serve http-server live-server concurrently ng vue-cli-service expo react-native flutter dart',
    { class: 'mutate', judge: runsTask },
  ),
  ...programs(
    'fdisk parted sfdisk mkswap swapon swapoff mkfs umount losetup cryptsetup lvremove vgremove wipefs blkdiscard hdparm diskutil',
    { class: 'destructive', why: 'it changes disks' },
  ),
  ...programs('reboot shutdown poweroff halt init telinit', { class: 'destructive', why: 'it stops the machine' }),
  ...programs(
    'useradd adduser usermod userdel deluser groupadd groupmod groupdel passwd chpasswd visudo chsh gpasswd dscl',
    { class: 'destructive', why: 'it changes accounts', sensitive: true },
  ),
  ...programs('iptables ip6tables nft ufw firewall-cmd pfctl setenforce', {
    class: 'destructive',
    why: 'it changes the firewall',
    sensitive: true,
  }),
  crontab: { class: 'read', judge: timetable },
  mount: { class: 'read', judge: mounts },
  alias: { class: 'read', judge: alias },
  ...programs(
    'insmod rmmod modprobe nvram csrutil spctl defaults launchctl bcdedit reg regedit update-grub grub-install',
    MACHINE,
  ),
  ...programs('eval source .', {
    class: 'read',
    judge: ({ program, args, values, line }) => evaluates(program, args, values, line),
  }),
  ...programs('gpg gpg2 openssl ssh-keygen age keytool certutil security pass op vault bw', {
    class: 'read',
    judge: keys,
  }),
}

/** Operands of which the last is written, or the folder that an option names. */
function intoLast({ values, line }: Call): void {
  const folder = optionValue(values, '-t', '--target-directory')
  if (folder !== undefined) gradePath(folder, true, line.grade)
  const operands = operandsOf(values, '-t -m -o -g -S')
  if (operands.length > 1 && operands[0] === '/dev/null')
    line.grade.raise('destructive', 'shell.empty', 'it empties a file, or puts nothing in its place')
  for (const [i, operand] of operands.entries())
    if (gradePath(operand, i === operands.length - 1, line.grade)) line.readsSecrets = true
}

function moved({ values, line: { grade } }: Call): void {
  if (values.at(-1)?.startsWith('/dev/') === true)
    grade.raise('destructive', 'shell.mv', 'it moves files to where they are lost')
}

function dd({ values, line: { grade } }: Call): void {
  const target = values.find((value) => value.startsWith('of='))?.slice(3)
  if (target === undefined || target === '/dev/null') return
  grade.raise('destructive', 'shell.dd', 'it writes over a file or a disk')
}

function chmod({ values, line: { grade } }: Call): void {
  const mode = values.find((value) => !value.startsWith('-') || /^-[rwxXst]+$/.test(value)) ?? ''
  if (/[sS]/.test(mode) || /^0?[2467]\d{3}$/.test(mode))
    return grade.raise('destructive', 'shell.chmod', 'it lets a program run with the rights of its owner')
  if (
    /^0?(?:\d?\d[2367]|777)$/.test(mode) ||
    mode.split(',').some(letsOthersWrite) ||
    hasOption(values, '-R --recursive')
  )
    grade.mark('shell.chmod', 'it changes the rights of many files, or lets everybody write')
  for (const operand of operandsOf(values).slice(1)) gradePath(operand, true, grade)
}

/** Whether a part of a mode lets more than the owner and the group write. */
function letsOthersWrite(part: string): boolean {
  return /^[ugoa]+[+=][rxX]*w/.test(part) && /^[ug]*[oa]/.test(part)
}

/** Rights given with a mode, as `chmod` does. */
function withMode({ values, line: { grade } }: Call): void {
  const mode = optionValue(values, '-m', '--mode') ?? values.find((value) => /^-m./.test(value))?.slice(2) ?? ''
  if (/s/.test(mode) || /^0?[2467]\d{3}$/.test(mode))
    grade.raise('destructive', 'shell.mode', 'it lets a program run with the rights of its owner')
}

function killByName({ values, line: { grade } }: Call): void {
  const names = operandsOf(values, '-s -u -t -g -P --signal --user')
  if (names.length === 0 || names.some((name) => !/\w{3}/.test(name)) || hasOption(values, '-u --user -v --inverse'))
    grade.raise('destructive', 'shell.kill', 'it ends every program that it can')
}

function mounts({ values, line: { grade } }: Call): void {
  if (!values.every((value) => /^(?:-l|--show-labels|-t|[a-z]\w+)$/.test(value)))
    grade.raise('destructive', 'shell.mount', 'it changes disks')
}

function alias({ args, line }: Call): void {
  for (const { value, isFixed } of args)
    if (value.includes('=')) line.script({ value: value.slice(value.indexOf('=') + 1), isFixed })
}

function kill({ values, line: { grade } }: Call): void {
  if (
    values.some(
      (value, i) => /^(?:-1|0|1)$/.test(value) && (i > 0 || value === '1') && !/^-(?:s|n|l)$/.test(values[i - 1] ?? ''),
    ) ||
    values.includes('--')
  )
    grade.raise('destructive', 'shell.kill', 'it ends every program that it can')
}

/** Words in the names of tasks that say that they release or take away. */
const GRAVE: ReadonlySet<string> = new Set(
  'deploy release publish ship drop destroy nuke wipe purge reset rollback downgrade teardown fresh truncate erase delete prod production uninstall prune unpublish promote apply'.split(
    ' ',
  ),
)

/** Raises for a task of the project that is called after something grave. */
export function gradeTask(name: string, { grade }: Pick<Call['line'], 'grade'>): void {
  const words = name.toLowerCase().split(/[:_-]/)
  if (!/[\n\r\u2028\u2029]/.test(name) && words.some((word) => GRAVE.has(word)))
    grade.raise('destructive', 'shell.task', 'it runs a task that is called after releasing or taking away')
}

/** Programs of frameworks that lie in the project, and whose first word is a task. */
const TASKS = /(?:^|\/)(?:manage\.py|artisan|rails|rake|console|gradlew|mvnw|wp|craft|spark|occ|drush|ace|mix|flask)$/

/** Raises for a task that such a program is given. */
export function gradeProjectTask(program: string, values: readonly string[], line: Pick<Call['line'], 'grade'>): void {
  if (!TASKS.test(program)) return
  const [task = '', ...more] = operandsOf(values)
  for (const name of [task, ...more]) gradeTask(name.replaceAll('.', ':'), line)
  const isCode = /^(?:runner|r|shell\w*|console|c|tinker|dbshell|eval|run)$/.test(task)
  if (
    isCode &&
    !/gradlew|mvnw|flask|mix$/.test(program) &&
    (more.length > 0 || hasOption(values, '-c -e --command --execute'))
  )
    line.grade.raise('destructive', 'shell.task', 'it runs code in the application that is not looked at')
  if (/^(?:sql)?flush$|^zero$/.test(task) || (task === 'migrate' && more.includes('zero')))
    line.grade.raise('destructive', 'shell.task', 'it runs a task that empties a database')
}

function runsTask({ program, values, line }: Call): void {
  for (const operand of operandsOf(values)) gradeTask(operand, line)
  gradeProjectTask(program, values, line)
  if (program === 'dotnet' && values[0] === 'nuget' && /^(?:push|delete)$/.test(values[1] ?? ''))
    line.grade.raise('destructive', 'shell.task', 'it publishes or takes back a package')
  if (
    /^g?make$/.test(program) &&
    (hasOption(values, '--eval') ||
      values.some(
        (value, i) =>
          /^SHELL=|^-f-$/.test(value) || (value === '-' && /^(?:-f|--file|--makefile)$/.test(values[i - 1] ?? '')),
      ))
  )
    line.grade.raise('destructive', 'shell.make', 'the rules of make are given on the line')
}

function timetable({ values, line: { grade } }: Call): void {
  if (values.length === 1 && values[0] === '-l') return
  grade.raise('destructive', 'shell.crontab', 'it changes what runs by itself')
}

function evaluates(program: string, args: Call['args'], values: readonly string[], line: Call['line']): void {
  const [first] = args
  if (program === 'eval') {
    if (args.every(({ isFixed }) => isFixed)) return line.script({ value: values.join(' '), isFixed: true })
    return line.grade.raise('destructive', 'shell.evaluation', 'it evaluates text as code')
  }
  const isOwn =
    first?.isFixed === true &&
    !/^(?:\/|~|\.\.)/.test(first.value) &&
    !line.written.has(first.value.replace(/^\.\//, ''))
  const isEnvironment = /(?:^|\/)(?:activate|\.venv\/bin\/activate|nvm\.sh|\.cargo\/env)$/.test(first?.value ?? '')
  if (isOwn || isEnvironment) line.grade.raise('mutate', 'shell.source', 'it runs code of the workspace')
  else line.grade.raise('destructive', 'shell.source', 'it runs code from elsewhere')
}

/** Programs for keys: what only looks at them is known, the rest is not. */
function keys({ program, values, line }: Call): void {
  const text = values.join(' ')
  const isLook =
    /^(?:--version|-v|version|help|--help)$/.test(text) ||
    (program === 'openssl' &&
      /^(?:version|rand|dgst|s_client|x509|req -in|verify|ciphers|list|base64|enc -base64|asn1parse|md5|sha\d+)\b/.test(
        text,
      ) &&
      !/(?:^| )-(?:out|signkey|engine|provider|writerand)\b/.test(text)) ||
    (/^gpg2?$/.test(program) && /^(?:--list-|--verify|--fingerprint|-k\b|-K\b|--decrypt|-d\b)/.test(text)) ||
    (program === 'ssh-keygen' && /^-(?:l|F|y)/.test(text))
  const target = optionValue(values, '-out')
  if (target !== undefined) gradePath(target, true, line.grade)
  const isMaking =
    program === 'openssl' &&
    /^(?:enc|genrsa|genpkey|req|x509|pkcs12|ecparam|rsa|pkey|ec|rand|dgst|dhparam)\b/.test(text) &&
    !/(?:^| )-(?:engine|provider|writerand)\b/.test(text)
  if (isMaking && isLook) return
  if (isMaking) line.grade.raise('mutate', 'shell.openssl', 'it makes or changes keys')
  else if (!isLook) line.grade.raise('destructive', `shell.${program}`, 'it changes or shows keys')
  if (/^(?:security|pass|op|vault|bw)$/.test(program)) line.readsSecrets = true
}
