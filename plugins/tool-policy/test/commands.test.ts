import { describe, expect, test } from 'vitest'
import { createCommandCheck } from '../src/command/check.ts'
import { findPatternProblem } from '../src/command/pattern.ts'
import { DODGES_FOURTH } from './command-dodges-fourth.ts'
import { DODGES_SECOND } from './command-dodges-second.ts'
import { DODGES_THIRD } from './command-dodges-third.ts'
import { DODGES } from './command-dodges.ts'
import { HONEST_FOURTH } from './command-honest-fourth.ts'
import { HONEST_SECOND } from './command-honest-second.ts'
import { HONEST_THIRD } from './command-honest-third.ts'
import { HONEST } from './command-honest.ts'
import { RULES, type Row } from './command-rules.ts'

const checks = new Map(Object.entries(RULES).map(([name, patterns]) => [name, createCommandCheck(patterns)]))

/** What is wrong with a command line; a list that is not there says nothing, so it is looked for first. */
function problemOf([name, line]: Row): string | undefined {
  const check = checks.get(name)
  if (!check) throw new Error(`there is no list ${name}`)
  return check(line)
}

test('the lists are such as a config accepts', () => {
  for (const patterns of Object.values(RULES))
    for (const pattern of patterns) expect(findPatternProblem(pattern)).toBeUndefined()
})

test('no row stands twice, and there are enough', () => {
  const [dodges, honest] = [
    [...DODGES, ...DODGES_SECOND, ...DODGES_THIRD, ...DODGES_FOURTH],
    [...HONEST, ...HONEST_SECOND, ...HONEST_THIRD, ...HONEST_FOURTH],
  ]
  for (const rows of [dodges, honest]) expect(new Set(rows.map((row) => row.join(' '))).size).toBe(rows.length)
  expect([dodges.length >= 550, honest.length >= 350]).toEqual([true, true])
})

describe('dodges', () => {
  test.for([...DODGES, ...DODGES_SECOND, ...DODGES_THIRD, ...DODGES_FOURTH])('%s: %j is denied', (row) => {
    expect(problemOf(row)).toEqual(expect.any(String))
  })
})

describe('honest commands', () => {
  test.for([...HONEST, ...HONEST_SECOND, ...HONEST_THIRD, ...HONEST_FOURTH])('%s: %j passes', (row) => {
    expect(problemOf(row)).toBeUndefined()
  })
})
