import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import { diagnoseApart } from '../src/doctor-process.ts'

async function folderWith(config: string): Promise<{ cwd: string; env: NodeJS.ProcessEnv; file: string }> {
  const cwd = await mkdtemp(join(tmpdir(), 'ringwall-doctor-'))
  onTestFinished(() => rm(cwd, { recursive: true, force: true }))
  const file = join(cwd, 'ringwall.yaml')
  await writeFile(file, config)
  return { cwd, env: { ...process.env, HOME: cwd }, file }
}

test('the report is that of the config file, even of one that is broken by now', async () => {
  const { file, ...io } = await folderWith('preset: none\nlayers: { input-validation: {} }\n')
  const report = await diagnoseApart(io, file, new AbortController().signal)
  expect(report.findings).toHaveLength(report.summary.checks)
  expect(report.findings.find(({ id }) => id === 'config-found')).toMatchObject({ status: 'pass' })
  await writeFile(file, 'layers: [')
  const broken = await diagnoseApart(io, file, new AbortController().signal)
  expect(broken.summary.pass).toBeLessThan(report.summary.pass)
  expect(broken.summary.fail + broken.summary.notMeasured).toBeGreaterThan(0)
})

test('a gateway that ends takes it along', async () => {
  const { file, ...io } = await folderWith('preset: none\n')
  const stopping = new AbortController()
  const report = diagnoseApart(io, file, stopping.signal)
  stopping.abort()
  await expect(report).rejects.toThrow('aborted')
})

test('where it gives no report it says so', async () => {
  const { file, cwd } = await folderWith('preset: none\n')
  const env = { NODE_OPTIONS: '--no-such-option' }
  await expect(diagnoseApart({ cwd, env }, file, new AbortController().signal)).rejects.toThrow('--no-such-option')
})
