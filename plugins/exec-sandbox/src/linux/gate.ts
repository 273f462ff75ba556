import type { ChildProcess } from 'node:child_process'
import { realpathSync, statSync } from 'node:fs'
import { Server as Listener } from 'node:net'
import { relative } from 'node:path'
import { messageOf } from '@ringwall/core'
import { fail } from '../errors.ts'
import type { Route } from '../network.ts'

/** The port of the proxy on the loopback of every sandbox: that of proxies. Each sandbox has a loopback of its own. */
const PROXY_PORT = 3128
/** Where commands find it. */
export const PROXY_URL: string = `http://127.0.0.1:${PROXY_PORT}`
/** The descriptor by which the listener is handed out; it is closed before the command begins. */
export const CHANNEL_FD = 3

const START_MS = 10_000
const NOT_OPENED = 125
/** Where Node stands in the sandbox if it is not on a path that is there anyway. */
const NODE = '/run/ringwall/node'

/**
 * Listens inside the sandbox's network and hands the listener out: connections are accepted by the host, so inside there is
 * nobody whom the command could end, trace or rob. It ends well only once the host accepts.
 */
const HAND_OUT = `
const server = require('node:net').createServer()
server.listen(${PROXY_PORT}, '127.0.0.1', () => process.send('listening', server))
process.once('message', () => process.exit(0))
process.once('disconnect', () => process.exit(1))
`
/** Node with few threads, which count as processes where the kernel counts. Then nothing of it is left: neither the descriptor, which has one figure as every shell demands, nor its name. */
const SCRIPT = `
env -i NODE_CHANNEL_FD=${CHANNEL_FD} "$1" --v8-pool-size=0 -e "$2" </dev/null >&2 || exit ${NOT_OPENED}
exec ${CHANNEL_FD}>&-
unset NODE_CHANNEL_FD NODE_CHANNEL_SERIALIZATION_MODE
shift 2
exec "$@"
`

/** The program that runs this process, and what must be mounted for the sandbox to have it. */
export interface HostNode {
  readonly path: string
  readonly mounts: readonly string[]
}

/** Finds it. Throws NETWORK_BROKEN where its file is no longer what runs here: anybody may have put it there. */
export function findNode(readOnly: readonly string[]): HostNode {
  let real: string
  try {
    real = realpathSync(process.execPath)
    const [file, running] = [statSync(real), statSync('/proc/self/exe')]
    if (file.ino !== running.ino || file.dev !== running.dev) throw new Error('the file of Node has been replaced')
  } catch (error) {
    throw fail('NETWORK_BROKEN', { problem: messageOf(error) }, error)
  }
  // Libraries beside it are found from where it stands, so it is left there if it can be.
  const isThere = ['/usr', '/nix/store', ...readOnly].some((folder) => real.startsWith(`${folder}/`))
  return isThere ? { path: real, mounts: [] } : { path: NODE, mounts: ['--ro-bind', real, NODE] }
}

/** That program, relative to a folder, where it stands below it. */
export function nodeBelow(folder: string): readonly string[] {
  try {
    const path = relative(realpathSync(folder), realpathSync(process.execPath))
    return path.startsWith('..') ? [] : [path]
  } catch {
    return [] // there is no such folder, which is found out, or no such program: then it is not run
  }
}

/** What the sandbox runs so that `argv` begins behind an open gate, or not at all. */
export function behindGate({ path }: HostNode, argv: readonly string[]): readonly string[] {
  return ['/bin/sh', '-c', SCRIPT, 'sh', path, HAND_OUT, ...argv]
}

/** Whether the command was let in. */
export interface Gate {
  readonly isOpen: boolean
  /** For when the sandbox has ended. */
  close(): void
}

/** Serves what the sandbox hands out, then lets the command begin. Ends a sandbox that hands out nothing, or something else. */
export function openGate(child: ChildProcess, { server }: Route, startMs: number = START_MS): Gate {
  const gate = {
    isOpen: false,
    // What is left of a sandbox that was ended as it began may hold the other end; without this one it lets nobody in.
    close: () => void (child.connected && child.disconnect()),
  }
  const refuse = (): void => void child.kill('SIGKILL')
  const timer = setTimeout(refuse, startMs).unref() // the child itself keeps this process
  child.once('exit', () => clearTimeout(timer))
  child.once('message', (_message, listener) => {
    clearTimeout(timer)
    if (!(listener instanceof Listener)) return refuse()
    if (child.killed || child.exitCode !== null || child.signalCode !== null) {
      // A sandbox that was ended as it began, and whose inner part has not noticed: nobody watches it.
      listener.close()
      return gate.close()
    }
    server.once('error', refuse)
    try {
      server.listen(listener, () => {
        server.off('error', refuse)
        gate.isOpen = true
        child.send('accepted', (error) => error && refuse())
      })
    } catch {
      listener.close()
      refuse() // a proxy that cannot listen anew
    }
  })
  return gate
}
