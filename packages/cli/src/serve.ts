import { createWall, type Model, type Wall } from '@ringwall/config'
import { startGateway, tlsOf, type RunningGateway } from '@ringwall/gateway'
import { addressOf, describeDashboard, loadDashboard, warnOfProxy } from './dashboard.ts'
import { diagnoseApart } from './doctor-process.ts'
import { write, type Io } from './io.ts'
import { loggerFor } from './log.ts'
import { findLayer } from './open-tokens.ts'
import { paletteFor, visible } from './print.ts'
import { reportError } from './report-error.ts'
import { checkHost, loadServeModel, type ServeOverrides } from './serve-model.ts'
import { describeTransport } from './transport.ts'
import { tryLines, tryPreparations } from './try-lines.ts'
import { digestOf, watchConfig } from './watch-config.ts'
import { watchRulings } from './watch.ts'

/** How the gateway is started. */
export interface ServeOptions extends ServeOverrides {
  readonly json: boolean
}

/** Runs the gateway until SIGINT or SIGTERM; SIGHUP or a change of its file reads the config again. Returns 0 once everything is closed. */
export async function runServe(io: Io, options: ServeOptions): Promise<number> {
  // One that comes before there is anything to reload must not end the process, nor be lost.
  let isAsked = false
  const remember = (): void => void (isAsked = true)
  io.signals.on('SIGHUP', remember)
  try {
    return await serve(io, options, () => isAsked)
  } finally {
    io.signals.off('SIGHUP', remember)
  }
}

async function serve(io: Io, options: ServeOptions, isReloadAsked: () => boolean): Promise<number> {
  const model = await loadServeModel(io, options)
  const digest = model.file === undefined ? undefined : digestOf(model.file)
  await checkHost(model, model.gateway.host)
  const wall = await createWall(model, { logger: loggerFor, flushes: true })
  const stopping = new AbortController()
  try {
    const page = await loadDashboard(io)
    const logger = loggerFor(model)
    warnOfProxy(model, wall, logger)
    const gateway = await startGateway({
      wall,
      settings: model.gateway,
      logger,
      diagnose: () => diagnoseApart(io, model.file, stopping.signal),
      ...(page && { page }),
    })
    try {
      await runUntilSignal(io, options, { model, digest, wall, gateway, hasPage: page !== undefined, isReloadAsked })
    } finally {
      stopping.abort()
      await gateway.close()
    }
  } finally {
    await wall.close()
  }
  if (!options.json) await write(io.stdout, 'stopped\n')
  return 0
}

interface Running {
  readonly model: Model
  /** Of the config file as it was read. */
  readonly digest: string | undefined
  readonly wall: Wall
  readonly gateway: RunningGateway
  readonly hasPage: boolean
  /** Whether a reload was asked for by now. */
  readonly isReloadAsked: () => boolean
}

async function runUntilSignal(io: Io, options: ServeOptions, running: Running): Promise<void> {
  const { signals } = io
  const { promise: told, resolve: stop } = Promise.withResolvers<void>()
  let reloads = Promise.resolve()
  const watches: (() => void)[] = []
  const reload = (): void => {
    reloads = reloads.then(() => reloadConfig(io, options, running))
  }
  signals.on('SIGINT', stop)
  signals.on('SIGTERM', stop)
  signals.on('SIGHUP', reload)
  const wasAsked = running.isReloadAsked()
  try {
    const { file } = running.model
    const onLost = (problem: string): unknown => io.stderr.write(unwatched(problem))
    if (file !== undefined) watches.push(watchConfig(file, running.digest, { onChange: reload, onLost }))
    await write(io.stdout, options.json ? toJson(running) : toText(io, running))
    if (!options.json) watches.push(watchRulings(io, running.wall))
    if (wasAsked) reload()
    await told
  } finally {
    for (const stop of watches) stop()
    // From here on a second signal does what signals do without a listener: it ends the process at once.
    signals.off('SIGINT', stop)
    signals.off('SIGTERM', stop)
    signals.off('SIGHUP', reload)
  }
  await reloads
}

/** Swaps in what the config file says now, layers and settings in one. Never rejects: on any error all that ran before goes on, and the error is printed. */
async function reloadConfig(io: Io, options: ServeOptions, { model, wall, gateway }: Running): Promise<void> {
  try {
    const next = await loadServeModel(io, options)
    const { gateway: started } = model
    // Where it listens now, and where it would after a restart: neither may be without a guard.
    for (const host of new Set([started.host, next.gateway.host])) await checkHost(next, host)
    await wall.reload(next, (layers) => gateway.prepare(next.gateway, layers))
    io.stderr.write('reloaded the layers and the settings of the gateway\n')
    warnOfProxy(next, wall, loggerFor(next))
    for (const key of ['host', 'port'] as const)
      if (next.gateway[key] !== started[key])
        io.stderr.write(
          `gateway.${key} has changed too: ${visible(String(next.gateway[key]))} applies after a restart\n`,
        )
  } catch (error) {
    reportError(io, error, options)
    io.stderr.write('the config was not reloaded; the layers and settings that ran before go on\n')
  }
}

function unwatched(problem: string): string {
  return `the config file is not watched (${problem}): send SIGHUP after a change\n`
}

function toJson({ model, wall, gateway: { url, tokens }, hasPage }: Running): string {
  const [token] = tokens
  const started = {
    url,
    ...(token === undefined ? {} : { token }),
    layers: model.layers.map(layerLine),
    upstream: model.gateway.upstream?.url ?? null,
    config: model.file ?? null,
    transport: describeTransport(wall),
    dashboard: hasPage ? addressOf(url, model) : null,
  }
  return `${JSON.stringify(started)}\n`
}

function toText(io: Io, { model, wall, gateway, hasPage }: Running): string {
  const { bold, cyan, dim } = paletteFor(io, io.stdout)
  const { clientCertificate } = tlsOf(wall)?.status() ?? {}
  const address = { url: gateway.url, token: gateway.tokens[0], clientCertificate }
  const upstream = model.gateway.upstream?.url ?? 'stand-in model, built in: no key, no network'
  const lines = [
    `${bold('Ringwall')} guards ${cyan(`${gateway.url}/v1`)}`,
    '',
    ...tokenLines(model, address.token),
    ...(hasPage ? [`  dashboard ${describeDashboard(gateway.url, model)}`] : []),
    `  upstream  ${visible(upstream)}`,
    `  transport ${visible(describeTransport(wall))}`,
    `  layers    ${model.layers.map(describeLayer).join(', ')}`,
    `  config    ${visible(model.file ?? 'defaults; no config file here')}`,
    '',
    'Try it:',
    ...tryPreparations(address, model).flatMap((line) => ['', line]),
    ...tryLines(address, model).flatMap(({ caption, command }) => ['', dim(`# ${caption}`), command]),
    '',
    dim(
      'What the layers say is printed below. Ctrl-C stops it; SIGHUP or a change of the file reads the config again.',
    ),
  ]
  return `${lines.join('\n')}\n`
}

/** A token that is kept is shown at the start at which it is made, and never again. */
function tokenLines(model: Model, token: string | undefined): readonly string[] {
  const isKept = findLayer(model) !== undefined
  const label = '  token     '
  if (token === undefined)
    return isKept
      ? [`${label}as configured, or made before; another one: ringwall tokens create`]
      : [`${label}as configured`]
  return [
    `${label}${token}`,
    ...(isKept ? ['            shown this once: keep it. Another one: ringwall tokens create'] : []),
  ]
}

function layerLine({ plugin: { name, version }, options: { mode = 'enforce' } }: Model['layers'][number]): object {
  return { name, version, mode }
}

function describeLayer({ plugin: { name }, options: { mode } }: Model['layers'][number]): string {
  return mode === 'observe' ? `${name} (observes)` : name
}
