import type { Grade } from './action.ts'
import { gradeLiterals } from './code/literals.ts'
import { gradePython } from './code/python.ts'

/** Longest code that is looked at, in UTF-16 code units. */
const MAX_LENGTH = 65_536

/** A language in which code is looked at; `page` is JavaScript in a browser. */
export type Language = 'python' | 'node' | 'perl' | 'ruby' | 'php' | 'page' | 'unknown'

const LANGUAGES: readonly (readonly [RegExp, Language])[] = [
  [/^(?:python|pypy|py|ipython)[\d.]*$/, 'python'],
  [/^(?:node|nodejs|bun|deno|javascript|js|typescript|ts)$/, 'node'],
  [/^perl[\d.]*$/, 'perl'],
  [/^j?ruby[\d.]*$/, 'ruby'],
  [/^php[\d.]*$/, 'php'],
  [/^(?:lua|luajit|rscript|r|julia|groovy|scala|elixir|osascript|pwsh|powershell|tclsh)[\d.]*$/, 'unknown'],
]

/** The language of an interpreter or of a name that people give it; undefined for what is none. */
export function languageOf(name: string): Language | undefined {
  return LANGUAGES.find(([names]) => names.test(name.toLowerCase()))?.[1]
}

interface Words {
  readonly runs: RegExp
  readonly writes: RegExp
  /** What one expression could not say in linear time. */
  readonly alsoRuns?: (code: string) => boolean
  readonly alsoWrites?: (code: string) => boolean
}

const HARMLESS_MODULE =
  /^(?:(?:node:)?(?:fs|path|os|util|url|crypto|assert|buffer|querystring|string_decoder|zlib|events|readline|perf_hooks|v8)|\.\.?\/[\w./-]+\.json|(?:[\w-]+|@[\w-]+\/[\w.-]+)\/package(?:\.json)?)$/

/** Whether `require` stands anywhere but in front of the plain name of a harmless module. */
function requiresMore(code: string): boolean {
  for (const { index } of code.matchAll(/\brequire\b/g)) {
    const rest = code.slice(index + 7, index + 307).trimStart()
    if (!rest.startsWith('(')) return true
    const inner = rest.slice(1).trimStart()
    const end = inner.indexOf(inner.charAt(0), 1)
    if (
      !/^['"]/.test(inner) ||
      end === -1 ||
      !inner
        .slice(end + 1)
        .trimStart()
        .startsWith(')')
    )
      return true
    if (!HARMLESS_MODULE.test(inner.slice(1, end))) return true
  }
  return false
}

/** Whether, within `[…]`, a quoted text is joined to something: a name that is put together. At most 200 signs lie between. */
function joinsKey(code: string): boolean {
  let bracket = -Infinity
  let quote = -Infinity
  for (const { 0: sign, index } of code.matchAll(/[[\]'"`+]/g)) {
    if (sign === ']') bracket = quote = -Infinity
    else if (sign === '[') bracket = index
    else if (sign !== '+') quote = index - bracket <= 201 ? index : quote
    else if (index - quote <= 201) return true
  }
  return false
}

/** Whether `puts` is followed, on its line and within 200 signs, by `File`. */
function putsToFile(code: string): boolean {
  let end = -Infinity
  for (const { 0: found, index } of code.matchAll(/\bputs\s|File\b|[\n\r\u2028\u2029]/g)) {
    if (found.startsWith('puts')) end = index + found.length
    else if (found !== 'File') end = -Infinity
    else if (index - end <= 200) return true
  }
  return false
}

/** What code says that does more than look: starting programs, connections and evaluation on the one side, files on the other. */
const WORDS: Readonly<Record<Exclude<Language, 'python' | 'unknown'>, Words>> = {
  node: {
    runs: /\\[ux]|\b(?:eval|Function|import|globalThis|global|module|constructor|prototype|__proto__|Reflect|Proxy|child_process|cluster|vm|worker_threads|inspector|net|tls|dgram|http|https|http2|fetch|WebSocket|Deno|Bun|binding|dlopen|mainModule|kill|rm|rmSync|rmdir|rmdirSync|unlink|unlinkSync|truncate\w*|createRequire|spawn\w*|exec\w*|fork|setPrototypeOf|defineProperty|with)\b(?!\s*:)|\bprocess\b(?!\s*\.\s*(?:version|versions|argv|cwd|memoryUsage|platform|arch|stdin|stdout|stderr|exit|uptime|hrtime|title|release|pid|nextTick|env)\b)|\]\s*\(/,
    alsoRuns: (code) => requiresMore(code) || joinsKey(code),
    writes:
      /\b(?:write\w*|append\w*|mkdir\w*|rename\w*|copyFile\w*|cp|cpSync|symlink\w*|link|linkSync|chmod\w*|chown\w*|createWriteStream|utimes\w*|open|openSync|mkdtemp\w*)\b/,
  },
  page: {
    runs: /\\[ux]|\b(?:eval|Function|import|constructor|prototype|__proto__|Reflect|Proxy|fetch|request|route|XMLHttpRequest|sendBeacon|WebSocket|EventSource|RTCPeerConnection|cookie|localStorage|sessionStorage|indexedDB|caches|location|navigator|open|postMessage|submit|requestSubmit|write|writeln|insertAdjacentHTML|innerHTML|outerHTML|srcdoc|src|href|action|setTimeout|setInterval|history|opener|parent|top|frames|serviceWorker|credentials|password|globalThis|self|appendChild|append|Image|require|process)\b\s*(?:=(?!=)|\(|\.(?!\s*(?:href|pathname|search|hash|host|hostname|origin|length|textContent|userAgent|language|title)\b)|\[)|\bdocument\s*\.\s*cookie/,
    alsoRuns: joinsKey,
    writes:
      /\b(?:click|focus|scroll\w*|dispatchEvent|remove\w*|setAttribute|value|checked|textContent|innerText|style)\b\s*(?:=(?!=)|\(|\.\w+\s*=(?!=))/,
  },
  perl: {
    runs: /\b(?:system|exec|qx|fork|syscall|socket|connect|eval|do|require|use(?!\s+(?:strict|warnings|utf8|feature|List::Util|JSON::PP|Data::Dumper|POSIX|Time::Local)\b)|open|sysopen|unlink|rmdir|kill|dbmopen|truncate|IO|File|Socket|CORE)\b|`|<[^<>|$]{0,200}[|$]/,
    alsoRuns: (code) => /\/[gimsxor]*e[gimsxore]*\s*(?:[;}]|$)/.test(code),
    writes: /\b(?:rename|mkdir|chmod|chown|link|symlink|utime)\b/,
  },
  ruby: {
    runs: /\b(?:system|exec|spawn|fork|popen\d?|syscall|eval|instance_eval|class_eval|module_eval|send|__send__|public_send|const_get|method|load|Kernel|Process|Socket|TCPSocket|Net|URI|IO|Open3|PTY|Fiddle|FileUtils|ObjectSpace|Object|rm\w*|unlink|delete|truncate|require(?!\s*(?:\(\s*)?['"](?:json|yaml|date|time|set|digest|csv|securerandom|bigdecimal|pp|erb|base64)['"]))\b|`|%x|\bopen\b/,
    writes: /\b(?:write|rename|mkdir|chmod|chown|symlink|touch)\b/,
    alsoWrites: putsToFile,
  },
  php: {
    runs: /\b(?:system|exec|shell_exec|passthru|popen|proc_open|pcntl_\w+|eval|assert|create_function|call_user_func\w*|include\w*|require\w*|fsockopen|pfsockopen|stream_socket_\w+|curl_\w+|mail|dl|unlink|rmdir|fopen|array_map|usort|preg_replace_callback|Reflection\w*|ini_set|putenv|file_get_contents\s*\(\s*['"](?:https?|ftp|php|data):)\b|`|\$\w+\s*\(|\$\$/,
    writes: /\b(?:file_put_contents|rename|mkdir|chmod|chown|symlink|touch|copy)\b/,
  },
}

/** Grades code that an interpreter is given. What is not known to be harmless is destructive. */
export function gradeCode(code: string, language: Language, grade: Grade): void {
  if (language === 'unknown' || code.length > MAX_LENGTH)
    return grade.raise('destructive', 'code.unknown', 'it runs code that is not looked at')
  if (code.trim() === '') return
  if (language === 'python') return gradePython(code, grade)
  const { runs, writes, alsoRuns, alsoWrites } = WORDS[language]
  if (runs.test(code) || alsoRuns?.(code) === true)
    return grade.raise('destructive', 'code.runs', 'the code may start programs, reach out, take away or evaluate')
  const isWriting = writes.test(code) || alsoWrites?.(code) === true
  if (isWriting) grade.raise('mutate', 'code.writes', 'the code writes or changes something')
  gradeLiterals(code, isWriting, grade)
}
