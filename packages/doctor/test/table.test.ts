import { expect, test } from 'vitest'
import { CHECKS, GROUPS } from '../src/index.ts'
import { fileCases } from './cases/files.ts'
import { layerCases } from './cases/layers.ts'
import { runningCases } from './cases/running.ts'
import { CLEAN } from './case.ts'
import { findingOf, findingsOf } from './scene.ts'

const cases = [...layerCases, ...fileCases, ...runningCases]

test('every check has a case in which it fires and one in which it does not', () => {
  expect(cases.map(({ id }) => id).toSorted()).toEqual(CHECKS.map(({ id }) => id).toSorted())
  expect(CHECKS.length).toBeGreaterThanOrEqual(40)
})

test('every check says what it is, and every group has one', () => {
  for (const { id, title, meaning, fix } of CHECKS) {
    expect(id).toMatch(/^[a-z]+(?:-[a-z]+)*$/)
    for (const text of [title, meaning, fix]) expect(text.length, id).toBeGreaterThan(10)
    expect(title, id).not.toMatch(/\.$/)
    for (const text of [meaning, fix]) expect(text, id).toMatch(/\.$/)
  }
  expect(new Set(CHECKS.map(({ id }) => id)).size).toBe(CHECKS.length)
  expect(GROUPS.filter((group) => !CHECKS.some((check) => check.group === group))).toEqual([])
})

test.for(cases.map((one) => [one.id, one] as const))('%s fires', async ([id, { fires, found }]) => {
  const finding = await findingOf(id, fires)
  expect([finding.status, finding.found]).toEqual(['fail', expect.stringMatching(found)])
  expect(finding.places).not.toEqual([])
})

// Most checks are quiet in the usual scene: it is built, and looked at, once for all of them.
test('in the usual scene, each check that has no other quiet one passes', async () => {
  const ids = cases.filter(({ quiet }) => quiet === CLEAN).map(({ id }) => id)
  expect(ids.length).toBeGreaterThan(30)
  const findings = await findingsOf(ids, CLEAN)
  expect(findings.map(({ id }) => id).toSorted()).toEqual(ids.toSorted())
  expect(findings.filter(({ status }) => status !== 'pass').map(({ id, found }) => [id, found])).toEqual([])
})

const others = cases.filter(({ quiet }) => quiet !== CLEAN)
test.for(others.map((one) => [one.id, one] as const))('%s is quiet', async ([id, { quiet }]) => {
  const { status, found } = await findingOf(id, quiet)
  expect([status, found]).toEqual(['pass', found])
})
