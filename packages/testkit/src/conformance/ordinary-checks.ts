import { HOOKS, type Hook } from '@ringwall/core'
import { ORDINARY_TEXTS } from '../ordinary-texts.ts'
import { show, showDecision } from '../show.ts'
import { payloadOf, sessionOf, TEST_SESSION, type Stimulus } from '../stimulus.ts'
import type { Check } from './check.ts'
import { speaksIn, type Subject } from './subject.ts'

interface Named {
  readonly name: string
  readonly stimulus: Stimulus
}

/** A layer leaves honest people alone: on ordinary input it may instruct, and nothing else. */
export function ordinaryChecks(subject: Subject): readonly Check[] {
  return HOOKS.filter((hook) => subject.plugin.manifest.hooks[hook] !== undefined).map((hook) => ({
    name: `it is silent on what is ordinary in ${hook}`,
    findProblems: () => findNoise(subject, hook),
  }))
}

async function findNoise(subject: Subject, hook: Hook): Promise<readonly string[]> {
  const own = subject.ordinary
    .filter((stimulus) => stimulus.hook === hook)
    .map((stimulus): Named => ({ name: show(stimulus.input ?? stimulus.payload), stimulus }))
  const all = [...own, ...builtIn(hook)]
  if (all.length === 0 && speaksIn(subject.plugin, hook))
    return ['the kit knows no ordinary tool calls; add some to ordinary']
  const kernel = await subject.start(subject)
  const problems: string[] = []
  try {
    for (const [index, { name, stimulus }] of all.entries()) {
      const session = sessionOf(stimulus, { ...TEST_SESSION, sessionId: `ordinary-${index}` })
      const decision = await kernel.dispatch(hook, payloadOf(stimulus), session)
      const silent = decision.outcome === 'allow' && decision.rulings.every(({ kind }) => kind === 'instruct')
      if (!silent) problems.push(`${name}: ${showDecision(decision)}`)
    }
  } finally {
    await kernel.close()
  }
  return problems
}

function builtIn(hook: Hook): readonly Named[] {
  if (hook === 'onToolCall') return []
  return ORDINARY_TEXTS.map(({ name, text }) => ({ name, stimulus: { hook, input: text } }))
}
