import type { Layer } from '@ringwall/core'
import { replaceMembers, wrapLayer } from '../wrap-layer.ts'
import { problemIf, type Check } from './check.ts'
import type { Subject } from './subject.ts'

/** The layer starts with what it declares, and ends once. */
export function lifeChecks(subject: Subject): readonly Check[] {
  return [
    {
      name: 'it starts, with every hook and stage that it declares and no other',
      findProblems: async () => {
        const kernel = await subject.start(subject) // the kernel compares, and throws
        await kernel.close()
        return []
      },
    },
    { name: 'it is disposed once, and again without harm', findProblems: () => findDisposeProblems(subject) },
  ]
}

async function findDisposeProblems(subject: Subject): Promise<readonly string[]> {
  const problems: string[] = []
  const layers: Layer[] = []
  let calls = 0
  const dispose = async (layer: Layer, which: string): Promise<void> => {
    try {
      await layer.dispose?.()
    } catch (error) {
      problems.push(`its ${which} dispose threw ${String(error)}`) // the kernel would only log it
    }
  }
  const plugin = wrapLayer(subject.plugin, (layer) => {
    layers.push(layer)
    const counted = async (): Promise<void> => {
      calls++
      await dispose(layer, 'first')
    }
    return replaceMembers(layer, { dispose: counted })
  })
  const kernel = await subject.start({ ...subject, plugin })
  await kernel.close()
  await kernel.close()
  for (const layer of layers) await dispose(layer, 'second')
  return [...problems, ...problemIf(calls !== 1, `two closes of the kernel disposed it ${calls} times`)]
}
