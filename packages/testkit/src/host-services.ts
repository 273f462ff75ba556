import type { HostService } from '@ringwall/core'

/**
 * The services that a layer is tested with: a list that all kernels share, or a function that makes fresh ones for each
 * kernel and passes what must be released afterwards to `onEnd`.
 */
export type HostServices =
  | readonly HostService[]
  | ((onEnd: (release: () => void | Promise<void>) => void) => readonly HostService[] | Promise<readonly HostService[]>)

/** Services of one kernel, and how to release them, last made first. */
export interface OpenServices {
  readonly list: readonly HostService[]
  release(): Promise<void>
}

/** Makes the services of one kernel. */
export async function openServices(services: HostServices = []): Promise<OpenServices> {
  const releases: (() => void | Promise<void>)[] = []
  const release = async (): Promise<void> => {
    for (const end of releases.splice(0).toReversed()) await end()
  }
  if (typeof services !== 'function') return { list: services, release }
  try {
    return { list: await services((end) => void releases.push(end)), release }
  } catch (error) {
    await release()
    throw error
  }
}
