/** How much a call can do, mildest first: it looks, it changes something, or it may take away what nobody gets back. */
export const CLASSES = ['read', 'mutate', 'destructive'] as const
/** One of CLASSES. */
export type ActionClass = (typeof CLASSES)[number]

/** Why a call is in its class. Neither holds anything of the arguments. */
export interface Reason {
  readonly rule: string
  readonly text: string
}

/** How the arguments of a tool tell what it will do. */
export type Examine = 'shell' | 'code' | 'script' | 'sql' | 'http' | 'graphql' | 'path'

/** One action, with the tools that do it. */
export interface Action {
  readonly id: string
  readonly group: string
  /** What the tool does whatever its arguments; of one that is examined, what is left if nothing in them is known to be worse. */
  readonly class: ActionClass
  /** It reaches people, money, secrets, rights, or something in production. */
  readonly sensitive: boolean
  readonly tools: readonly string[]
  readonly examine?: Examine
  /** Where an argument says what a tool of many uses does: that word, with its class. Any other is destructive. */
  readonly verbs?: Readonly<Record<string, ActionClass>>
}

/** Actions of one kind, and the names of the servers that offer them. */
export interface ActionGroup {
  readonly group: string
  readonly servers: readonly string[]
  readonly actions: readonly Action[]
}

/** The higher of two classes. */
export function higher(one: ActionClass, other: ActionClass): ActionClass {
  return rankOf(one) >= rankOf(other) ? one : other
}

/** True where the first class is below the second. */
export function isLower(one: ActionClass, other: ActionClass): boolean {
  return rankOf(one) < rankOf(other)
}

function rankOf(value: ActionClass): number {
  return CLASSES.indexOf(value)
}

/** How many reasons are kept. */
const MAX_REASONS = 8

/** What is found about one call; it only goes up. */
export class Grade {
  #class: ActionClass = 'read'
  #sensitive = false
  readonly #reasons: Reason[] = []

  get class(): ActionClass {
    return this.#class
  }
  get sensitive(): boolean {
    return this.#sensitive
  }
  get reasons(): readonly Reason[] {
    return this.#reasons
  }

  /** Lifts the class to at least this one. What makes it a reading call is no reason. */
  raise(to: ActionClass, rule: string, text: string): void {
    if (to !== 'read' && !isLower(to, this.#class)) this.#note(rule, text)
    this.#class = higher(this.#class, to)
  }

  /** Marks the call as sensitive. */
  mark(rule: string, text: string): void {
    if (!this.#sensitive) this.#note(rule, text)
    this.#sensitive = true
  }

  #note(rule: string, text: string): void {
    if (this.#reasons.length < MAX_REASONS && !this.#reasons.some((reason) => reason.rule === rule))
      this.#reasons.push({ rule, text })
  }
}
