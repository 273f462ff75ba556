import type { Grade } from '../action.ts'
import { gradeLiterals } from './literals.ts'

/** Modules from which nothing leads to programs, connections or deletion, but through names that are refused below. */
const SAFE = new Set(
  'json sys math cmath re datetime time collections itertools functools operator statistics random string textwrap csv decimal fractions typing typing_extensions dataclasses enum hashlib hmac base64 binascii uuid calendar locale unicodedata difflib pprint copy heapq bisect struct ast glob fnmatch pathlib platform argparse traceback warnings abc numbers zlib html tomllib configparser keyword contextlib array ipaddress secrets numpy pandas matplotlib seaborn scipy sklearn statsmodels tabulate dateutil pytz zoneinfo bs4 plotly openpyxl pyarrow polars networkx yaml toml __future__ os'.split(
    ' ',
  ),
)
/** What code must not name: evaluation, and modules behind modules. */
const REFUSED =
  /\\[xuN]|\b(?:exec|eval|compile|getattr|setattr|delattr|globals|locals|vars|breakpoint|input|__(?!(?:version|name|file|doc|main|future|init|str|repr|len|iter|eq|hash)__)\w+|builtins|importlib|subprocess|shutil|socket|ctypes|runpy|multiprocessing|pty|popen|system|modules|unlink|rmtree|rmdir|removedirs|read_pickle|unsafe_load|full_load|literal_import|ctypeslib|to_sql|read_sql\w*)\b|\.\s*(?:_[a-z]\w*|os|posix|nt|sys|codecs|io|importlib|threading|eval|execute|spawn\w*|exec\w*|fork\w*|kill\w*)\b(?!\s*\.\s*(?:common|excel)\b)/
/** Of `os` and `sys` only what looks. */
const OS =
  /\bos\b(?!\s*\.\s*(?:path|getcwd|listdir|environ|getenv|cpu_count|sep|linesep|name|stat|scandir|walk|uname|getpid|makedirs|mkdir|fspath)\b)(?!\s*(?:,|;|$|\n|\)|#))/m
const SYS =
  /\bsys\b(?!\s*\.\s*(?:argv|stdin|stdout|stderr|version|version_info|exit|path|maxsize|platform|getsizeof|byteorder|executable|float_info|maxunicode|implementation|prefix|base_prefix)\b)(?!\s*(?:,|;|$|\n|\)|#))/m
const WRITES =
  /\.\s*(?:write|writelines|write_text|write_bytes|touch|mkdir|makedirs|symlink_to|hardlink_to|chmod|rename|to_csv|to_json|to_excel|to_parquet|to_html|to_markdown|to_pickle|savefig|save|savez|savetxt|tofile|write_html|write_image|write_csv|write_parquet|open)\s*\(|\b(?:json|yaml|toml|pickle|joblib)\s*\.\s*dump\s*\(/

/** Grades code in Python. */
export function gradePython(source: string, grade: Grade): void {
  const code = source.normalize('NFKC') // as Python reads names
  const refuse = (text: string): void => grade.raise('destructive', 'code.runs', text)
  if (code.length > 2 * source.length + 100) return refuse('the code is written in signs that stand for many others')
  // `import x; print(x.__version__)`: what is installed is loaded, and nothing more
  if (isVersionLook(code)) return grade.raise('mutate', 'code.loads', 'the code loads a module that is installed')
  if (REFUSED.test(code) || loadsYaml(code) || OS.test(code) || SYS.test(code))
    return refuse('the code may start programs, reach out, take away or evaluate')
  for (const piece of code.split(/[\n;]/)) {
    if (!/\bimport\b/.test(piece)) continue
    if (!isSafeImport(piece.trim())) return refuse('the code loads a module of which not everything is known')
  }
  const isWriting =
    opensToWrite(code) || WRITES.test(code) || (/\bpathlib\b/.test(code) && /\.\s*replace\s*\([^,()]*\)/.test(code))
  if (isWriting) grade.raise('mutate', 'code.writes', 'the code writes files')
  if (/\benviron\b|\bgetenv\b/.test(code)) grade.mark('code.environment', 'the code reads the environment')
  gradeLiterals(code, isWriting, grade)
}

/** Whether code is one `import` and, after it, nothing but prints of versions and places of modules. */
function isVersionLook(code: string): boolean {
  // First what may stand on several lines is put on one.
  const flat = code
    .split(',')
    .map((part) => part.trim())
    .join(',')
    .split('(')
    .map((part, at) => (at === 0 ? part : part.trimStart()))
    .join('(')
    .split(')')
    .map((part) => part.trimEnd())
    .join(')')
  const [first = '', ...prints] = flat
    .split(/[\n;]/)
    .map((part) => part.trim())
    .filter((part) => part !== '')
  if (/^\s*;/.test(flat) || (prints.length === 0 && flat.includes(';'))) return false
  return (
    /^import\s+[\w.]+(?:,[\w.]+)*$/.test(first) &&
    prints.every((part) => /^print\((?:['"][\w ]*['"],)?[\w.]+\.__(?:version|file)__\)$/.test(part))
  )
}

/** Whether `yaml.load` stands anywhere without `SafeLoader` after it on its line. */
function loadsYaml(code: string): boolean {
  let isOpen = false
  for (const [found] of code.matchAll(/\byaml\s*\.\s*load\b|SafeLoader|\n/g)) {
    if (found === '\n' && isOpen) return true
    isOpen = found !== '\n' && found !== 'SafeLoader'
  }
  return isOpen
}

/** Whether `open(` stands anywhere with what is not plainly for reading. */
function opensToWrite(code: string): boolean {
  for (const { 0: found, index } of code.matchAll(/\bopen\s*\(/g)) {
    const inside = /[^()]*/y
    inside.lastIndex = index + found.length
    const text = inside.exec(code)?.[0] ?? ''
    if (code.charAt(inside.lastIndex) !== ')') return true
    const [file = '', ...options] = text.split(',')
    if (file === '' || file.trimStart().length > 300) return true
    if (/^(?:mode\s*=\s*)?['"]r[bt]?['"]$/.test(options[0]?.trim() ?? '')) options.shift()
    if (!options.every(isReadOption)) return true
  }
  return false
}

function isReadOption(option: string): boolean {
  const at = option.indexOf('=')
  const value = option.slice(at + 1)
  return (
    at !== -1 &&
    /^(?:encoding|errors|newline)$/.test(option.slice(0, at).trim()) &&
    value !== '' &&
    value.trimStart().length <= 40
  )
}

function isSafeImport(piece: string): boolean {
  const whole = piece.replace(/^[^'"#]*:\s*(?=(?:from|import)\b)/, '')
  const hash = whole.indexOf('#')
  // A line of Python, and so a comment, ends at a carriage return too.
  if (hash !== -1 && /[\r\u2028\u2029]/.test(whole.slice(hash))) return false
  const text = (hash === -1 ? whole : whole.slice(0, hash)).trim()
  const from = /^from\s+([\w.]{1,200})\s+import\s([\w\s,*()]+)$/.exec(text)
  if (from) {
    const [, module = '', named = ''] = from
    const names = named.trimStart()
    if (names.length > 400) return false
    if (module === 'urllib.parse') return true
    if (!SAFE.has(module.split('.', 1)[0] ?? '')) return false
    return module !== 'os' && module !== 'sys' && module !== '__future__'
      ? !/\b(?:os|sys|io|codecs|open)\b/.test(names)
      : /^[\s()]*(?:(?:path|getcwd|listdir|environ|getenv|walk|argv|stdin|stdout|stderr|exit|version|annotations)[\s,()]*)+$/.test(
          names,
        )
  }
  const plain = /^import\s([\w\s.,]+)$/.exec(text)?.[1]?.trimStart()
  if (plain === undefined || plain.length > 400) return false
  return plain.split(',').every((part) => {
    const [module = '', as, alias] = part.trim().split(/\s+/)
    // Another name for these would hide what is done with them.
    if (as !== undefined && (as !== 'as' || alias === undefined || /^(?:os|sys)$/.test(module))) return false
    return module === 'urllib.parse' || module === 'os.path' || SAFE.has(module.split('.', 1)[0] ?? '')
  })
}
