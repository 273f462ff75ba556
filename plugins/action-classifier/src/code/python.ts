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
  /\\[xuN]|\b(?:exec|eval|compile|getattr|setattr|delattr|globals|locals|vars|breakpoint|input|__(?!(?:version|name|file|doc|main|future|init|str|repr|len|iter|eq|hash)__)\w+|builtins|importlib|subprocess|shutil|socket|ctypes|runpy|multiprocessing|pty|popen|system|modules|unlink|rmtree|rmdir|removedirs|read_pickle|unsafe_load|full_load|literal_import|ctypeslib|to_sql|read_sql\w*)\b|\.\s*(?:_[a-z]\w*|os|posix|nt|sys|codecs|io|importlib|threading|eval|execute|spawn\w*|exec\w*|fork\w*|kill\w*)\b(?!\s*\.\s*(?:common|excel)\b)|\byaml\s*\.\s*load\b(?![^\n]*SafeLoader)/
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
  if (
    /^\s*import\s+[\w.]+(?:\s*,\s*[\w.]+)*\s*(?:[;\n]\s*print\(\s*(?:['"][\w ]*['"]\s*,\s*)?[\w.]+\.__(?:version|file)__\s*\)\s*;?\s*)*$/.test(
      code,
    )
  )
    return grade.raise('mutate', 'code.loads', 'the code loads a module that is installed')
  if (REFUSED.test(code) || OS.test(code) || SYS.test(code))
    return refuse('the code may start programs, reach out, take away or evaluate')
  for (const piece of code.split(/[\n;]/)) {
    if (!/\bimport\b/.test(piece)) continue
    if (!isSafeImport(piece.trim())) return refuse('the code loads a module of which not everything is known')
  }
  const opened = code.match(/\bopen\s*\(/g)?.length ?? 0
  const looked =
    code.match(
      /\bopen\s*\(\s*[^(),]{1,300}(?:,\s*(?:mode\s*=\s*)?['"]r[bt]?['"]\s*)?(?:,\s*(?:encoding|errors|newline)\s*=\s*[^,()]{1,40})*\)/g,
    )?.length ?? 0
  const isWriting =
    opened !== looked || WRITES.test(code) || (/\bpathlib\b/.test(code) && /\.\s*replace\s*\(\s*[^,()]*\)/.test(code))
  if (isWriting) grade.raise('mutate', 'code.writes', 'the code writes files')
  if (/\benviron\b|\bgetenv\b/.test(code)) grade.mark('code.environment', 'the code reads the environment')
  gradeLiterals(code, isWriting, grade)
}

function isSafeImport(piece: string): boolean {
  const text = piece
    .replace(/^[^'"#]*:\s*(?=(?:from|import)\b)/, '')
    .replace(/#.*$/, '')
    .trim()
  const from = /^from\s+([\w.]{1,200})\s+import\s+([\w\s,*()]{1,400})$/.exec(text)
  if (from) {
    const [, module = '', names = ''] = from
    if (module === 'urllib.parse') return true
    if (!SAFE.has(module.split('.', 1)[0] ?? '')) return false
    return module !== 'os' && module !== 'sys' && module !== '__future__'
      ? !/\b(?:os|sys|io|codecs|open)\b/.test(names)
      : /^[\s()]*(?:(?:path|getcwd|listdir|environ|getenv|walk|argv|stdin|stdout|stderr|exit|version|annotations)[\s,()]*)+$/.test(
          names,
        )
  }
  const plain = /^import\s+([\w\s.,]{1,400})$/.exec(text)
  if (!plain) return false
  return (plain[1] ?? '').split(',').every((part) => {
    const [module = '', as, alias] = part.trim().split(/\s+/)
    // Another name for these would hide what is done with them.
    if (as !== undefined && (as !== 'as' || alias === undefined || /^(?:os|sys)$/.test(module))) return false
    return module === 'urllib.parse' || module === 'os.path' || SAFE.has(module.split('.', 1)[0] ?? '')
  })
}
