import { createKernel, use, type Kernel, type LayerOptions, type Logger, type Plugin } from '@ringwall/core'
import { openServices, type HostServices } from './host-services.ts'

const SILENT: Logger = { debug: () => {}, info: () => {}, warn: () => {}, error: () => {} }

/** What a kernel under test is made of. */
export interface StartOptions {
  readonly plugin: Plugin
  readonly config?: unknown
  readonly services?: HostServices
  readonly options?: LayerOptions
}

/** Starts a kernel with one layer. It logs nothing; closing it releases its services too. */
export async function start({ plugin, config, services, options }: StartOptions): Promise<Kernel> {
  const opened = await openServices(services)
  try {
    const line = use(plugin, config, options)
    const kernel = await createKernel({ plugins: [line], services: opened.list, logger: SILENT })
    const close = kernel.close.bind(kernel)
    return Object.assign(kernel, { close: () => close().then(() => opened.release()) })
  } catch (error) {
    await opened.release()
    throw error
  }
}

/** Runs `body` on a kernel that is closed however it ends. */
export async function withKernel<T>(options: StartOptions, body: (kernel: Kernel) => Promise<T>): Promise<T> {
  const kernel = await start(options)
  try {
    return await body(kernel)
  } finally {
    await kernel.close()
  }
}
