import { SAFE_VARIABLES } from './read.ts'
import type { Word } from './word.ts'

/** How a program that runs another one is called. An option that is not here is not understood, and denied. */
interface Wrapper {
  readonly flags?: RegExp
  /** Options whose value is the next word. */
  readonly valued?: RegExp
  /** Arguments of its own before the command. */
  readonly operands?: number
  /** Sets variables before the command: those that a line may set. */
  readonly assigns?: boolean
  /** Adds arguments of its own behind the command. */
  readonly adds?: boolean
}

const WRAPPERS: Readonly<Record<string, Wrapper>> = {
  sudo: { flags: /^-[nH]$/ },
  doas: { flags: /^-n$/ },
  env: { flags: /^-i$/, assigns: true },
  nice: { flags: /^-\d+$/, valued: /^-n$/ },
  ionice: { flags: /^-c\d$/, valued: /^-[cn]$/ },
  nohup: {},
  setsid: { flags: /^-[fw]$/ },
  stdbuf: { flags: /^-[ioe][L0]$/ },
  time: { flags: /^-[pv]$/ },
  timeout: { flags: /^(?:-v|--preserve-status|--foreground)$/, valued: /^-[sk]$/, operands: 1 },
  command: {},
  builtin: {},
  exec: {},
  xargs: { flags: /^-(?:[0rt]+|[nPL]\d+)$/, valued: /^-[nPL]$/, adds: true },
}
const FIND_RUNS = /^-(?:exec|execdir|ok|okdir)$/
const FIND_WRITES = /^-(?:delete|fprint|fprint0|fprintf|fls)$/
/** Stands for what is not known before it runs. */
const UNKNOWN: Word = { value: '', isFixed: false, isUnknown: true }

/** Where in the words of a command another one begins that it runs, and that command. */
export interface Inner {
  readonly from: number
  readonly words: readonly Word[]
}

/** The commands that a command runs; undefined for a program that runs no others; `unclear` where that cannot be read. */
export function innersOf(words: readonly Word[], free: readonly boolean[]): readonly Inner[] | 'unclear' | undefined {
  const name = words[0]?.value ?? ''
  const base = name.slice(name.lastIndexOf('/') + 1)
  if (base === 'find') return innersOfFind(words, free)
  const wrapper = Object.hasOwn(WRAPPERS, base) ? WRAPPERS[base] : undefined
  return wrapper && innerOfWrapper(wrapper, words)
}

function innerOfWrapper(
  { flags, valued, operands = 0, assigns, adds }: Wrapper,
  words: readonly Word[],
): readonly Inner[] | 'unclear' {
  let from = 1
  for (let word = words[from]; word?.value.startsWith('-'); word = words[from]) {
    if (valued?.test(word.value)) from += 2
    else if (flags?.test(word.value)) from++
    else return 'unclear'
  }
  if (assigns) for (let word = words[from]; word && isHarmlessSetting(word); word = words[from]) from++
  from += operands
  const inner = words.slice(from)
  if (words.slice(1, from).some(({ isFixed }) => !isFixed) || inner[0] === undefined) return 'unclear'
  return [{ from, words: adds === true ? [...inner, UNKNOWN] : inner }]
}

function isHarmlessSetting({ value, isFixed }: Word): boolean {
  return isFixed && SAFE_VARIABLES.has(/^(\w+)=/.exec(value)?.[1] ?? '')
}

function innersOfFind(words: readonly Word[], free: readonly boolean[]): readonly Inner[] | 'unclear' {
  const inners: Inner[] = []
  for (let i = 1; i < words.length; i++) {
    const { value = '', isUnknown } = words[i] ?? {}
    if (free[i] === true && (isUnknown === true || FIND_WRITES.test(value))) return 'unclear'
    if (!FIND_RUNS.test(value)) continue
    let end = i + 1
    while (end < words.length && !/^[;+]$/.test(words[end]?.value ?? '')) end++
    if (end === words.length) return 'unclear'
    const found = words.slice(i + 1, end).map((word) => (word.value.includes('{}') ? UNKNOWN_NAME : word))
    inners.push({ from: i + 1, words: found })
    i = end
  }
  return inners
}

/** A name that find puts in: it begins with the folder where find started, so it is no option, but never fixed. */
const UNKNOWN_NAME: Word = { value: '{}', isFixed: false, isUnknown: false }
