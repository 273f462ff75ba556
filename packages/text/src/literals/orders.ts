import { inOrder, type Way } from './row.ts'

/** Places of a list, in some order. */
type Places = readonly number[]

/** Fewer symbols are like too many others in one of so many orders. */
const LEAST_ORDERED = 12
/** The ways of longer lists are not kept, and of so many lists they are. */
const LONGEST_KEPT = 64
const MOST_KEPT = 16

/** The orders that literals are looked for in. They are the same for literals of one make, as canaries are. */
export class Orders {
  readonly #known = new Map<string, readonly Way[]>()

  /** The ways to write a list of so many characters in other orders, without those at the places that are left out. */
  of(length: number, without: Places): readonly Way[] {
    const name = `${length} ${without.join(' ')}`
    const known = this.#known.get(name)
    if (known !== undefined) return known
    const all = Array.from({ length }, (_, i) => i)
    const left = new Set(without)
    const made = ORDERS.map(([form, order]) => {
      const places = order(all).filter((place) => !left.has(place))
      return inOrder(places, form, LEAST_ORDERED)
    })
    if (length > LONGEST_KEPT) return made
    if (this.#known.size >= MOST_KEPT) this.#known.clear()
    this.#known.set(name, made)
    return made
  }
}

/** Orders other than from end to start: each is known by its name, and keeps every place. */
const ORDERS: readonly (readonly [form: string, order: (places: Places) => Places])[] = [
  ...[2, 4].map((size) => ['pairs reversed', (all: Places) => chunks(all, size).flatMap(reverse)] as const),
  ...[2, 4, 8].map((size) => ['groups in reverse', (all: Places) => chunks(all, size).toReversed().flat()] as const),
  ...[2, 3, 4, 5, 6, 7, 8].map((step) => ['columns', (all: Places) => columns(all, step)] as const),
  ...[2, 3, 4, 5, 6, 7, 8].map((step) => ['columns in reverse', (all: Places) => columns(reverse(all), step)] as const),
  [
    'columns in reverse',
    (all) => [
      ...columns(all, 2).slice(Math.ceil(all.length / 2)),
      ...columns(all, 2).slice(0, Math.ceil(all.length / 2)),
    ],
  ],
  ...[3, 4, 5].map((rails) => ['rail fence', (all: Places) => railFence(all, rails)] as const),
  ['folded', (all) => all.map((i) => (i % 2 === 0 ? i / 2 : all.length - (i + 1) / 2))],
  ['folded', (all) => all.map((i) => (i % 2 === 0 ? all.length - 1 - i / 2 : (i - 1) / 2))],
]

function reverse(places: Places): Places {
  return places.toReversed()
}

function chunks(places: Places, size: number): Places[] {
  return Array.from({ length: Math.ceil(places.length / size) }, (_, i) => places.slice(i * size, (i + 1) * size))
}

/** Every step-th, from each start in turn. */
function columns(places: Places, step: number): Places {
  return Array.from({ length: step }, (_, start) => places.filter((_place, i) => i % step === start)).flat()
}

function railFence(places: Places, rails: number): Places {
  const period = 2 * (rails - 1)
  const rail = (i: number): number => Math.min(i % period, period - (i % period))
  return Array.from({ length: rails }, (_, row) => places.filter((_place, i) => rail(i) === row)).flat()
}
