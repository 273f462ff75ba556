import type { MatchFlags } from '../engine.ts'
import { createAnchorSearch } from './anchor-search.ts'
import { createByteReader, type ByteText } from './byte-text.ts'
import { planRegex, type Plan } from './format-plan.ts'
import { groupPlans, type GroupMember } from './plan-group.ts'
import type { AtEnd, Work } from './suffix-automaton.ts'

/** By number of the regex: windows of a text, starts and ends in turns, ascending, apart from each other. */
export type Candidates = ReadonlyMap<number, readonly number[]>

/** Finds the places where regexes may match. */
export interface CandidateSearch {
  /** The most UTF-16 code units that a planned regex and its surroundings take; may have no bound. */
  readonly reach: number
  /** False for a regex of which too little is known to be searched for. */
  isPlanned(regex: number): boolean
  /** Windows that hold every match of the planned regexes, with what stands around it. */
  search(text: string): Candidates
}

/** Units beside a match that tell whether it is one: one for \b, two so as to split no pair of surrogates. */
const CONTEXT = 2
/** Bytes that the automata may read for each unit of a text, and beside these; then every anchor is a candidate. */
const WORK = 4
const SPARE_WORK = 1024

/** Plans the search. Texts are read in linear time: each byte by two loops, and a bounded number of bytes for each anchor. */
export function createCandidateSearch(
  regexes: readonly { readonly regex: string; readonly flags?: MatchFlags }[],
  atEnd: AtEnd,
  read: (text: string) => ByteText = createByteReader(),
): CandidateSearch {
  const plansOf = regexes.map(({ regex, flags }) => planRegex(regex, flags))
  const planned = plansOf.flatMap((plans = [], regex) => plans.map((plan) => ({ plan, regex })))
  const plans = planned.map(({ plan }) => plan)
  const members = groupPlans(plans, atEnd)
  const places = planned.flatMap(({ plan, regex }, number) => {
    const member = members[number]
    return member ? [new Place(plan, regex, member)] : []
  })
  const anchors = createAnchorSearch(plans)
  return {
    reach: Math.max(0, ...places.map(({ plan }) => plan.before + plan.after)) + CONTEXT,
    isPlanned: (regex) => plansOf[regex] !== undefined,
    search(text) {
      const bytes = read(text)
      const work = { left: SPARE_WORK + WORK * text.length }
      let met: Set<Place> | undefined
      anchors(bytes, (number, at) => {
        const place = places[number]
        if (place?.meets(bytes, at, work)) (met ??= new Set()).add(place)
      })
      return met ? collect(met) : NONE
    },
  }
}

const NONE: Candidates = new Map()

/** A plan at work, with the windows that were found in the text being read. */
class Place {
  readonly plan: Plan
  readonly regex: number
  readonly #member: GroupMember
  #windows: number[] = []
  /** The last window, which is not yet among the others. */
  #start = 0
  #end = -1

  constructor(plan: Plan, regex: number, member: GroupMember) {
    this.plan = plan
    this.regex = regex
    this.#member = member
  }

  /** True where the window around the anchor was added: a match may be there. */
  meets({ bytes, length }: ByteText, at: number, work: Work): boolean {
    const start = Math.max(0, at - this.plan.before - CONTEXT)
    const end = Math.min(length, at + this.plan.after + CONTEXT)
    const isOverlapping = start <= this.#end && this.#start <= end
    // What overlaps a window is searched with it, unasked: so no place is asked about twice.
    if (!isOverlapping) {
      const { group, bit } = this.#member
      if ((group.mayMatch(bytes, at, length, work) & bit) === 0) return false
      if (this.#end >= 0) this.#windows.push(this.#start, this.#end)
      this.#start = start
      this.#end = end
    }
    this.#start = Math.min(this.#start, start)
    this.#end = Math.max(this.#end, end)
    return true
  }

  /** The windows; they are forgotten here. */
  take(): readonly number[] {
    const windows = this.#windows
    windows.push(this.#start, this.#end)
    this.#windows = []
    this.#end = -1
    return windows
  }
}

function collect(places: ReadonlySet<Place>): Candidates {
  const found = new Map<number, readonly number[]>()
  for (const place of places) {
    const known = found.get(place.regex) ?? []
    found.set(place.regex, [...known, ...place.take()])
  }
  for (const [regex, windows] of found) found.set(regex, unite(windows))
  return found
}

/** Windows in any order as windows that ascend and are apart. */
function unite(windows: readonly number[]): readonly number[] {
  const spans: (readonly [number, number])[] = []
  for (let i = 0; i < windows.length; i += 2) spans.push([windows[i] ?? 0, windows[i + 1] ?? 0])
  const united: number[] = []
  for (const [start, end] of spans.sort((a, b) => a[0] - b[0])) {
    const last = united.length - 1
    const until = united[last]
    if (until !== undefined && start <= until) united[last] = Math.max(until, end)
    else united.push(start, end)
  }
  return united
}
