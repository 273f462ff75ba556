import { forEachChild, type SyntaxNode } from 'unbash'

/** What a function calls: names, and whether each call is one of several at once or in the background. */
type Calls = ReadonlyMap<string, boolean>

/** More functions that call themselves, over others too, than anybody writes in one command. */
const MAX_LOOPED = 100

/** The functions of a script and what they call. */
export class CallGraph {
  readonly #calls = new Map<string, Calls>()

  /** Takes a definition in. */
  add(node: SyntaxNode & { type: 'Function' }): void {
    const calls = new Map<string, boolean>()
    const look = (inner: SyntaxNode, isSpawned: boolean): void => {
      const spawned =
        isSpawned || inner.type === 'Pipeline' || (inner.type === 'Statement' && inner.background === true)
      if (inner.type === 'Command' && inner.name) {
        const { value } = inner.name
        calls.set(value, spawned || calls.get(value) === true)
      }
      // one that is defined inside has its own entry
      if (inner.type !== 'Function') forEachChild(inner, (child) => look(child, spawned))
    }
    look(node.body, false)
    this.#calls.set(node.name.value, calls)
  }

  /** True where a function ends up in itself over a call that leaves the caller running. */
  get multiplies(): boolean {
    const looped = this.#looped()
    return looped.length > MAX_LOOPED || looped.some((name) => this.#returns(name))
  }

  /** Functions that are left when those that call no other one are taken away, again and again. */
  #looped(): readonly string[] {
    const callers = new Map<string, string[]>()
    const open = new Map<string, number>()
    for (const [name, calls] of this.#calls) {
      const known = [...calls.keys()].filter((called) => this.#calls.has(called))
      open.set(name, known.length)
      for (const called of known) {
        const list = callers.get(called) ?? []
        list.push(name)
        callers.set(called, list)
      }
    }
    const ends = [...open].flatMap(([name, calls]) => (calls === 0 ? [name] : []))
    for (let name = ends.pop(); name !== undefined; name = ends.pop()) {
      open.delete(name)
      for (const caller of callers.get(name) ?? []) {
        const left = (open.get(caller) ?? 1) - 1
        open.set(caller, left)
        if (left === 0) ends.push(caller)
      }
    }
    return [...open.keys()]
  }

  #returns(start: string): boolean {
    const seen = new Set<string>()
    const pending: (readonly [name: string, isSpawned: boolean])[] = [[start, false]]
    for (let next = pending.pop(); next; next = pending.pop()) {
      const [name, isSpawned] = next
      for (const [called, spawned] of this.#calls.get(name) ?? []) {
        const spawns = isSpawned || spawned
        if (called === start && spawns) return true
        const key = `${called} ${spawns}`
        if (!this.#calls.has(called) || seen.has(key)) continue
        seen.add(key)
        pending.push([called, spawns])
      }
    }
    return false
  }
}
