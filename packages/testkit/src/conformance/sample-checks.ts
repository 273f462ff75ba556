import { randomUUID } from 'node:crypto'
import { isDeepStrictEqual } from 'node:util'
import { LAYER_FAILED, type Decision, type Kernel, type Session } from '@ringwall/core'
import { show, showDecision } from '../show.ts'
import { payloadOf, sessionOf, TEST_SESSION } from '../stimulus.ts'
import { placesOf, powersAt } from '../wrap-layer.ts'
import { problemIf, type Check } from './check.ts'
import { essence } from './essence.ts'
import type { Sample, Subject } from './subject.ts'

interface Played {
  readonly sample: Sample
  readonly decision: Decision
}
interface Group {
  readonly config: unknown
  readonly samples: readonly Sample[]
}

/** What the samples show: that each stage can speak, that observing enforces nothing, that kernels share nothing. */
export function sampleChecks(subject: Subject): readonly Check[] {
  return [
    // First: what a layer keeps in its module is best seen while it is empty.
    { name: 'two kernels at once share nothing', findProblems: () => findSharing(subject) },
    { name: 'the samples make every stage speak', findProblems: () => findSilentStages(subject) },
    { name: 'observe mode records and enforces nothing', findProblems: () => findEnforcement(subject) },
  ]
}

async function findSilentStages(subject: Subject): Promise<readonly string[]> {
  const { plugin } = subject
  const played = await playAll(subject, 'enforce')
  const rulings = played.flatMap(({ decision }) => decision.rulings)
  const spoken = new Set(rulings.map(({ hook, stage }) => `${hook}.${stage}`))
  const silent = placesOf(plugin)
    .filter((place) => powersAt(plugin, place).length > 0)
    .map(({ hook, stage }) => `${hook}.${stage}`)
    .filter((place) => !spoken.has(place))
  return [
    ...silent.map((place) => `no sample makes ${place} speak; add one to samples, or remove the declaration`),
    ...findFailures(subject, played),
  ]
}

/** A sample that makes the layer fail, or that the kernel refuses, shows nothing about the layer. */
function findFailures({ plugin }: Subject, played: readonly Played[]): readonly string[] {
  return played
    .filter(({ decision }) =>
      decision.rulings.some(({ code, layer }) => code === LAYER_FAILED || layer !== plugin.name),
    )
    .map(({ sample, decision }) => `${describeSample(sample)}: ${showDecision(decision)}`)
}

async function findEnforcement(subject: Subject): Promise<readonly string[]> {
  const enforced = await playAll(subject, 'enforce')
  const observed = await playAll(subject, 'observe')
  const said = new Set(observed.flatMap(({ decision }) => decision.rulings.map(({ code }) => code)))
  const unsaid = enforced
    .flatMap(({ decision }) => decision.rulings.map(({ code }) => code))
    .filter((code) => !said.has(code))
  return [
    ...[...new Set(unsaid)].map((code) => `${code} is not recorded`),
    ...observed.flatMap(({ sample, decision }) => {
      const { outcome, payload, instructions, rulings } = decision
      const at = describeSample(sample)
      return [
        ...problemIf(outcome !== 'allow', `${at}: the outcome is ${outcome}`),
        ...problemIf(!isDeepStrictEqual(payload, payloadOf(sample)), `${at}: the payload became ${show(payload)}`),
        ...problemIf(instructions.length > 0, `${at}: it instructed`),
        ...problemIf(
          rulings.some((ruling) => ruling.enforced),
          `${at}: a ruling is marked as enforced`,
        ),
      ]
    }),
  ]
}

async function findSharing(subject: Subject): Promise<readonly string[]> {
  const problems: string[] = []
  for (const group of groupsOf(subject)) {
    const start = (): Promise<Kernel> => subject.start({ ...subject, config: group.config })
    // Known to nobody, so that state kept by session or user is empty for the first kernel, and full for the second.
    const session = { ...TEST_SESSION, sessionId: `session-${randomUUID()}`, userId: `user-${randomUUID()}` }
    const first = await start()
    try {
      const before = await play(first, group.samples, session)
      const second = await start()
      try {
        const after = await play(second, group.samples, session)
        problems.push(...compareRuns(before, after))
      } finally {
        await second.close()
      }
    } finally {
      await first.close()
    }
  }
  return problems
}

function compareRuns(before: readonly Played[], after: readonly Played[]): readonly string[] {
  return before.flatMap(({ sample, decision }, index) => {
    const again = after[index]?.decision
    const same = again && isDeepStrictEqual(essence(decision), essence(again))
    return problemIf(
      !same,
      `${describeSample(sample)}: first ${showDecision(decision)}, then ${again ? showDecision(again) : 'nothing'}`,
    )
  })
}

async function playAll(subject: Subject, mode: 'enforce' | 'observe'): Promise<readonly Played[]> {
  const played: Played[] = []
  for (const { config, samples } of groupsOf(subject)) {
    const kernel = await subject.start({ ...subject, config, options: { mode } })
    try {
      played.push(...(await play(kernel, samples)))
    } finally {
      await kernel.close()
    }
  }
  return played
}

async function play(
  kernel: Kernel,
  samples: readonly Sample[],
  session: Session = TEST_SESSION,
): Promise<readonly Played[]> {
  const played: Played[] = []
  for (const sample of samples) {
    const decision = await kernel.dispatch(sample.hook, payloadOf(sample), sessionOf(sample, session))
    played.push({ sample, decision })
  }
  return played
}

function groupsOf({ samples, config }: Subject): readonly Group[] {
  const groups: { config: unknown; samples: Sample[] }[] = []
  for (const sample of samples) {
    const own = sample.config ?? config
    const known = groups.find((group) => isDeepStrictEqual(group.config, own))
    if (known) known.samples.push(sample)
    else groups.push({ config: own, samples: [sample] })
  }
  return groups
}

function describeSample(sample: Sample): string {
  return `${sample.hook} ${show(sample.input ?? sample.payload)}`
}
