import { readdirSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { expect, it } from 'vitest'

const packages = fileURLToPath(new URL('../packages/', import.meta.url))
const plugins = fileURLToPath(new URL('../plugins/', import.meta.url))

/** A change of these snapshots is a change of the public API, and needs a changeset. */
it.each([
  ...readdirSync(packages).map((name) => packages + name),
  ...readdirSync(plugins).map((name) => plugins + name),
])('the exported values of %s', async (folder) => {
  const exported: object = await import(`${folder}/src/index.ts`)
  expect(Object.keys(exported).toSorted()).toMatchSnapshot(folder.split('/').slice(-2).join('/'))
})
