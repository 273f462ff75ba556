import { expect, test } from 'vitest'
import { Grade } from '../action.ts'
import { gradeGraphql } from './graphql.ts'

function classOf(text: string): string {
  const grade = new Grade()
  gradeGraphql(text, grade)
  return grade.class
}

test.each([
  ['{ user(id: "mutation { deleteAll }") { name } }', 'read'],
  ['{ user(id: """a " mutation { deleteAll } """) { name } }', 'read'],
  ['query { a } # mutation { deleteAll }', 'read'],
  ['mutation { setName(name: "x \\" { y") { id } }', 'mutate'],
  ['query { a } # no\rmutation { deleteAll }', 'destructive'],
  ['query { a } # no\nmutation { deleteAll }', 'destructive'],
  ['{ a(b: "not closed) { c } }\nmutation { deleteAll }', 'destructive'],
  ['{ a(b: """not closed) { c } }\nmutation { deleteAll }', 'destructive'],
  [`mutation { deleteAll(b: "${'\\"'.repeat(100)}) }`, 'destructive'],
])('%j is %s', (text, expected) => {
  expect(classOf(text)).toBe(expected)
})
