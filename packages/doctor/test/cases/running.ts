import { spawn } from 'node:child_process'
import { join } from 'node:path'
import { auditLogConfig, withOperatorRecord } from '@ringwall/plugin-audit-log'
import { EXEC_SANDBOX_ERRORS, type createExec, type Result } from '@ringwall/plugin-exec-sandbox'
import { openTokens } from '@ringwall/plugin-gateway-auth'
import { defineErrors } from '@ringwall/core'
import { openSqliteStore, scoped, type Store } from '@ringwall/store'
import { CLEAN, type Case } from '../case.ts'
import type { Project } from '../scene.ts'

const DAY_MS = 86_400_000
const SILENT = { debug: () => undefined, info: () => undefined, warn: () => undefined, error: () => undefined }
const unavailable = defineErrors(EXEC_SANDBOX_ERRORS)('SANDBOX_FORBIDDEN', { program: 'bubblewrap', problem: 'no' })

type Exec = ReturnType<typeof createExec>

/** A sandbox that runs everything as it is. */
const leaking = (): Exec => {
  const runArgv: Exec['runArgv'] = async ([program, ...args]) => {
    const { stdout, stderr, status } = await runAside(program, args)
    return { exitCode: status, signal: null, stdout, stderr, isTruncated: false, quarantined: [], refused: [] }
  }
  return {
    runArgv,
    run: () => Promise.reject(unavailable),
    ready: () => Promise.reject(unavailable),
    dispose: () => {},
  }
}

/** Not waited for in a way that would keep this process from answering. */
async function runAside(
  program: string,
  args: readonly string[],
): Promise<Pick<Result, 'stdout' | 'stderr'> & { readonly status: number | null }> {
  const child = spawn(program, args, { stdio: ['ignore', 'pipe', 'ignore'] })
  const chunks: Buffer[] = []
  child.stdout.on('data', (chunk: Buffer) => chunks.push(chunk))
  const status = await new Promise<number | null>((resolve, reject) => {
    child.on('error', reject).on('close', resolve)
  })
  return { stdout: Buffer.concat(chunks), stderr: Buffer.alloc(0), status }
}

async function withStore({ cwd }: Project, work: (store: Store) => Promise<void>): Promise<void> {
  const store = await openSqliteStore({ file: join(cwd, '.ringwall', 'state.db') })
  try {
    await work(store)
  } finally {
    await store.close()
  }
}

const token = (project: Project): Promise<void> =>
  withStore(project, async (store) => {
    await openTokens(store).create({ name: 'ci', scopes: ['chat'], tenant: 'default', agent: 'default' })
  })

/** A real log with one operator's act in it. */
const record = (project: Project, spoil?: (store: Store) => Promise<void>): Promise<void> =>
  withStore(project, async (store) => {
    const paths = {
      keyFile: join(project.cwd, '.ringwall/audit.key'),
      anchorFile: join(project.cwd, '.ringwall/audit.anchors'),
    }
    const config = auditLogConfig.parse(paths)
    const act = { action: 'tokens.revoke', by: 'ada' } as unknown as Parameters<typeof withOperatorRecord>[1]
    await withOperatorRecord(
      { store, config, logger: SILENT },
      act,
      async () => 1,
      () => true,
    )
    await spoil?.(store)
  })

/** What has to run, or to be kept, before it can be looked at. */
export const runningCases: readonly Case[] = [
  { id: 'sandbox-ready', fires: { options: { createExec: leaking } }, found: /bubblewrap/, quiet: CLEAN },
  {
    id: 'sandbox-files',
    fires: { options: { createExec: leaking } },
    found: /read a file outside.*wrote/,
    quiet: CLEAN,
  },
  { id: 'sandbox-network', fires: { options: { createExec: leaking } }, found: /reached a port/, quiet: CLEAN },
  {
    id: 'tokens-unused',
    fires: { prepare: token, options: { now: () => Date.now() + 100 * DAY_MS } },
    found: /ci \(.*90 days/,
    quiet: { prepare: token, options: { now: () => Date.now() } },
  },
  {
    id: 'store-opens',
    fires: { files: { '.ringwall/state.db': 'this is no database, and longer than a header of one would be' } },
    found: /STORE_/,
    quiet: { prepare: token },
  },
  {
    id: 'audit-chain',
    fires: {
      prepare: (project) =>
        record(project, async (store) => void (await scoped(store, 'audit-log').append('records', [{ seq: 9 }]))),
    },
    found: /RECORD|LINK|CHAIN/,
    quiet: { prepare: (project) => record(project) },
  },
]
