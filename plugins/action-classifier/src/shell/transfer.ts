import { gradePath } from '../arguments/path.ts'
import { classOfMethod, gradeAddress, gradeBody } from '../arguments/http.ts'
import { hasOption, operandsOf, optionValue, programs, type Call, type Programs } from './program.ts'

/** Programs that talk to other machines. */
export const TRANSFER: Programs = {
  curl: { class: 'read', judge: curl },
  wget: { class: 'read', judge: wget },
  ...programs('http https xh httpie', { class: 'read', judge: httpie }),
  ssh: { class: 'mutate', sensitive: true, judge: ssh },
  ...programs('scp sftp', { class: 'mutate', sensitive: true, judge: copied }),
  ...programs('rsync rclone', { class: 'mutate', judge: copied }),
  ...programs('nc ncat netcat', { class: 'read', judge: netcat }),
  ...programs('dig nslookup host ping ping6 traceroute', { class: 'read', judge: asks }),
  ...programs('wrk ab siege hey', { class: 'mutate', sensitive: true }),
  ...programs('open xdg-open start', { class: 'mutate' }),
  ...programs('socat telnet ftp lftp', {
    class: 'destructive',
    why: 'it opens a connection of its own',
    judge: ({ line }) => void (line.sends = true),
  }),
  ...programs('mail mailx sendmail mutt swaks msmtp', {
    class: 'destructive',
    why: 'it sends mail',
    sensitive: true,
    judge: ({ line }) => void (line.sends = true),
  }),
}

const CURL_VALUED =
  '-X --request -H --header -d --data --data-raw --data-binary --data-urlencode --json -F --form -o --output -u --user -A --user-agent -e --referer -b --cookie -c --cookie-jar -T --upload-file -m --max-time --connect-timeout -w --write-out -x --proxy --retry --retry-delay -K --config --cacert --cert --key -C --continue-at -r --range --resolve --url -D --dump-header --interface --limit-rate --max-redirs'

/** Letters of curl that take no value and may stand before one that does. */
const PLAIN = /^-[0-9#afgijkLlMNnOpqRsSvVIGZ]*/

/** The values of an option of curl: `-X PUT`, `-XPUT`, `-sX PUT`, `--request PUT`, `--request=PUT`. */
function curlValues(values: readonly string[], letter: string, ...longs: readonly string[]): readonly string[] {
  return values.flatMap((value, i) => {
    const attached = behindLetter(value, letter)
    if (attached !== undefined) return [attached === '' ? (values[i + 1] ?? '') : attached]
    const [name = value] = value.split('=', 1)
    if (!longs.some((long) => long === name)) return []
    return [value.includes('=') ? value.slice(name.length + 1) : (values[i + 1] ?? '')]
  })
}

/** What stands in an argument behind a letter that takes a value. */
function behindLetter(value: string, letter: string): string | undefined {
  const plain = PLAIN.exec(value)?.[0]
  return plain !== undefined && value[plain.length] === letter ? value.slice(plain.length + 1) : undefined
}

function curl({ args, values, line }: Call): void {
  const { grade } = line
  const given = (letter: string, ...longs: readonly string[]): readonly string[] => curlValues(values, letter, ...longs)
  if (given('K', '--config').length > 0) grade.raise('destructive', 'shell.curl', 'what curl does stands in a file')
  const uploads = given('T', '--upload-file')
  const data = [
    ...given('d', '--data', '--data-raw', '--data-binary', '--data-ascii', '--data-urlencode', '--json'),
    ...given('F', '--form', '--form-string'),
  ]
  const isGet = values.some((value) => value === '--get' || PLAIN.exec(value)?.[0].includes('G') === true)
  const sends = data.length > 0 && !isGet
  const override = values.flatMap((value) => /^x-(?:http-)?method(?:-override)?\s*:(.*)$/i.exec(value)?.[1] ?? [])
  const methods = given('X', '--request')
  const asked = [...(methods.length > 0 ? methods : [sends ? 'POST' : uploads.length > 0 ? 'PUT' : 'GET']), ...override]
  for (const method of asked)
    request(method.trim(), [...operandsOf(values, CURL_VALUED), ...given('\0', '--url')], line)
  if (data.length > 0 || uploads.length > 0) line.sends = true
  for (const text of data) gradeBody(text, grade)
  for (const target of given('o', '--output')) if (target !== '-') download(target, line)
  if (
    values.some(
      (value) =>
        /^--remote-(?:name|header)/.test(value) ||
        PLAIN.exec(value)?.[0].includes('O') === true ||
        behindLetter(value, 'J') !== undefined,
    )
  )
    for (const url of operandsOf(values, CURL_VALUED)) download(url.slice(url.lastIndexOf('/') + 1), line)
  if (
    [
      ...given('c', '--cookie-jar'),
      ...given('D', '--dump-header'),
      ...given('\0', '--trace', '--trace-ascii', '--stderr'),
    ].length > 0
  )
    grade.raise('mutate', 'shell.curl', 'it writes a file')
  for (const text of data) {
    const file = /[@<]([^\s;]+)/.exec(text)?.[1]
    if (file !== undefined && gradePath(file, false, grade)) line.readsSecrets = true
  }
  if (args.some(({ isFixed }) => !isFixed)) line.sends = true // in the address, as likely as not
  for (const folder of given('\0', '--output-dir')) gradePath(folder, true, grade)
  for (const file of uploads) if (gradePath(file, false, grade)) line.readsSecrets = true
}

function request(method: string, addresses: readonly string[], { grade }: Call['line']): void {
  const of = classOfMethod(method)
  for (const address of addresses) gradeAddress(address, of, grade)
  grade.raise(
    of,
    'http.method',
    of === 'mutate' ? 'the request changes something' : 'the request deletes, or its method is unknown',
  )
  if (of !== 'read') grade.mark('http.sent', 'it sends something to another machine')
}

function download(target: string, line: Call['line']): void {
  if (target === '/dev/null') return
  line.grade.raise('mutate', 'shell.download', 'it writes what it fetches into a file')
  line.written.add(target.replace(/^\.\//, ''))
  gradePath(target, true, line.grade)
}

function wget({ args, values, line }: Call): void {
  const target =
    optionValue(values, '-O', '--output-document') ??
    values.find((value) => /^-[a-zA-Z]*O./.test(value))?.replace(/^-[a-zA-Z]*?O/, '')
  const bundled = values.some((value) => /^-[a-zA-Z]*O-$/.test(value)) || target === '-'
  if (
    hasOption(values, '--post-data --post-file --body-data --body-file') ||
    optionValue(values, '--method') !== undefined
  ) {
    request(optionValue(values, '--method') ?? 'POST', operandsOf(values), line)
    line.sends = true
    const file = optionValue(values, '--post-file', '--body-file')
    if (file !== undefined && gradePath(file, false, line.grade)) line.readsSecrets = true
  }
  if (args.some(({ isFixed }) => !isFixed)) line.sends = true
  const folder = optionValue(values, '-P', '--directory-prefix')
  if (folder !== undefined) gradePath(folder, true, line.grade)
  if (hasOption(values, '-e --execute --use-askpass'))
    line.grade.raise('destructive', 'shell.wget', 'what wget does stands in a setting')
  if (bundled || hasOption(values, '--spider')) return
  if (target !== undefined) return download(target, line)
  line.grade.raise('mutate', 'shell.download', 'it writes what it fetches into a file')
  for (const url of operandsOf(values)) line.written.add(url.slice(url.lastIndexOf('/') + 1))
}

function httpie({ values, line }: Call): void {
  const operands = operandsOf(values)
  const isNamed = operands.length > 1 && /^[a-z]+$/i.test(operands[0] ?? '') && operands[0] !== 'localhost'
  const method = isNamed
    ? (operands[0] ?? '')
    : operands.slice(1).some((item) => /^[^=]+:?=[^=]|@/.test(item))
      ? 'POST'
      : 'GET'
  request(method, operands, line)
  if (method !== 'GET') line.sends = true
  if (hasOption(values, '-d --download -o --output'))
    line.grade.raise('mutate', 'shell.download', 'it writes what it fetches into a file')
}

function ssh({ args, values, input, line }: Call): void {
  line.sends = true
  if (
    values.some((value) => /^-o?(?:ProxyCommand|LocalCommand|PermitLocalCommand|KnownHostsCommand)/i.test(value)) ||
    values.some(
      (value, i) =>
        values[i - 1] === '-o' &&
        /^(?:ProxyCommand|LocalCommand|PermitLocalCommand|KnownHostsCommand|Include)/i.test(value),
    )
  )
    line.grade.raise('destructive', 'shell.ssh', 'it makes ssh run a program')
  const operands = operandsOf(values, '-p -i -l -o -F -J -L -R -D -W -b -c -e -m -S -w -E -B -I -O -Q')
  if (operands.length < 2) {
    if (typeof input === 'object') line.script({ value: input.text, isFixed: input.isFixed })
    else if (input === 'piped') line.grade.raise('destructive', 'shell.stdin', 'the other machine runs what it reads')
    return
  }
  // what stands behind the host is a command line there
  const host = values.indexOf(operands[0] ?? '')
  const rest = args.slice(host + 1)
  line.script({ value: rest.map(({ value }) => value).join(' '), isFixed: rest.every(({ isFixed }) => isFixed) })
}

/** What is asked of a name server is told to whoever runs it. */
function asks({ args, line }: Call): void {
  if (args.some(({ isFixed }) => !isFixed)) line.sends = true
}

function netcat({ values, line }: Call): void {
  if (hasOption(values, '-z') && !hasOption(values, '-e -c -l --exec --sh-exec')) return
  line.sends = true
  line.grade.raise('destructive', 'shell.connection', 'it opens a connection of its own')
}

function copied({ program, values, input, line }: Call): void {
  const { grade } = line
  if (program === 'rclone') {
    const [command = ''] = operandsOf(values)
    if (/^(?:ls|lsd|lsl|lsf|lsjson|size|cat|check|listremotes|version|about|tree)$/.test(command)) return
    if (!/^(?:copy|copyto|mkdir)$/.test(command))
      grade.raise('destructive', 'shell.rclone', 'it deletes at the other end, or is unknown')
  }
  if (
    hasOption(
      values,
      '--delete --delete-before --delete-after --delete-during --delete-excluded --del --remove-source-files --inplace --delete-delay',
    )
  )
    grade.raise('destructive', `shell.${program}`, 'it deletes files')
  const shell = optionValue(values, '-e', '--rsh')
  if (
    (shell !== undefined && !/^ssh(?: -[pi] ?[\w./~-]+)*$/.test(shell)) ||
    hasOption(values, '--rsync-path') ||
    (program !== 'rsync' && hasOption(values, '-S -o'))
  )
    grade.raise('destructive', `shell.${program}`, 'it runs a program')
  if (program === 'sftp' && (input !== 'none' || hasOption(values, '-b')))
    grade.raise('destructive', 'shell.sftp', 'its commands come from its input')
  const operands = operandsOf(values, '-e --rsh -P -i -F -l')
  const isFar = operands.some((operand) => /^[\w.@-]+:/.test(operand))
  if (isFar) {
    line.sends = true
    grade.mark(`shell.${program}`, 'it copies to or from another machine')
  }
  for (const [i, operand] of operands.entries())
    if (!/^[\w.@-]+:/.test(operand) && gradePath(operand, i === operands.length - 1, grade)) line.readsSecrets = true
}
