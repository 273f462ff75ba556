import { readdirSync } from 'node:fs'
import { expect, it } from 'vitest'

const root = new URL('../', import.meta.url)
const folders = ['packages', 'plugins'].flatMap((kind) =>
  readdirSync(new URL(kind, root)).map((name) => `${kind}/${name}`),
)

/** A change of these snapshots is a change of the public API, and needs a changeset. */
it.each(folders)('the exported values of %s', async (folder) => {
  const exported: object = await import(new URL(`${folder}/src/index.ts`, root).href)
  expect(Object.keys(exported).toSorted()).toMatchSnapshot()
})
