// The dashboard of a real `ringwall serve`, in a real Chromium: what needs the whole command.
import { execFile } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import type { DoctorReport } from '@ringwall/doctor'
import { expect, expectTypeOf, test } from 'vitest'
import type * as page from '../../packages/dashboard/page/api.ts'
import { axe, goTo, logIn, openTab, until, useBrowser } from '../../packages/dashboard/test/browser.ts'
import { findChromium } from '../../packages/dashboard/test/chromium.ts'
import { describeWith } from '../servers/describe-with.ts'
import { ask } from './operator-scene.ts'
import { folderWith, serve } from './serve-process.ts'

const BIN = fileURLToPath(new URL('../../packages/cli/bin/ringwall.js', import.meta.url))
const CONFIG = `preset: none
store: { file: r.db }
layers:
  gateway-auth: {}
  input-validation: {}
doctor:
  suppress: [{ check: tokens-expire, reason: a test, until: 2099-01-01 }]
`

async function adminOf(folder: string): Promise<string> {
  const args = [BIN, 'tokens', 'create', '--scope', 'admin,chat', '--json']
  const { stdout } = await promisify(execFile)(process.execPath, args, { cwd: folder })
  return (JSON.parse(stdout) as { token: string }).token
}

test('the report that the page shows is that of the doctor', () => {
  type Shown = page.DoctorReport
  expectTypeOf<DoctorReport>().toExtend<Shown>()
  expectTypeOf<keyof DoctorReport>().toEqualTypeOf<keyof Shown>()
  expectTypeOf<keyof DoctorReport['findings'][number]>().toEqualTypeOf<keyof Shown['findings'][number]>()
  expectTypeOf<DoctorReport['summary']>().toEqualTypeOf<Shown['summary']>()
})

describeWith('chromium', findChromium() !== undefined, 'the dashboard of ringwall serve', () => {
  useBrowser()

  test('the doctor says what is weak in this very installation, and the gateway answers meanwhile', async () => {
    const folder = await folderWith(CONFIG)
    const { url } = await serve(folder)
    const token = await adminOf(folder)
    const gateway = { url }
    let isOver = false
    const asked = ask<DoctorReport>({ gateway }, token, '/api/doctor').finally(() => (isOver = true))
    const [{ id: model }] = (await ask({ gateway }, token, '/v1/models')).body.data
    const body = { model, messages: [{ role: 'user', content: 'hello' }] }
    expect((await ask({ gateway }, token, '/v1/chat/completions', body)).status).toBe(200)
    expect(isOver).toBe(false)
    // `ask` holds the report against the schema of the document.
    const report = (await asked).body
    const { fail, suppressed, checks } = report.summary
    expect(fail).toBeGreaterThan(0)
    expect(suppressed).toBe(1)
    const { tab, complaints } = await openTab(`${url}/dashboard/`)
    await logIn(tab, token)
    await goTo(tab, 'Doctor')
    await tab.getByText(`of ${checks} checks`).waitFor()
    const open = report.findings.filter((one) => one.status !== 'pass' && one.suppressed === undefined)
    const shown = () => tab.getByRole('article').evaluateAll((all) => all.map((each) => each.ariaLabel))
    expect((await shown()).toSorted()).toEqual(open.map(({ id }) => id).toSorted())
    expect(await axe(tab)).toEqual([])
    await tab.getByLabel('Show').selectOption('suppressed')
    const expiry = tab.getByRole('article', { name: 'tokens-expire' })
    for (const words of [
      'it never ends',
      'is suppressed in the config: a test',
      'What to do: Make it anew with an end',
    ])
      await expiry.filter({ hasText: words }).waitFor()
    await tab.getByLabel('Show').selectOption('all')
    await until(async () => (await shown()).length).toBe(checks)
    expect(complaints).toEqual([])
  })

  test('a page that was left shows nothing to whoever goes back to it after the log-out', async () => {
    const folder = await folderWith(CONFIG)
    const { url } = await serve(folder)
    const { tab } = await openTab(`${url}/dashboard/`)
    await logIn(tab, await adminOf(folder))
    await goTo(tab, 'Layers')
    await tab.getByRole('rowheader', { name: /input-validation/ }).waitFor()
    const other = await tab.context().newPage()
    await other.goto(`${url}/dashboard/`)
    await other.getByRole('button', { name: 'Log out' }).waitFor()
    await tab.goto('about:blank')
    await other.getByRole('button', { name: 'Log out' }).click()
    await other.getByText('You have logged out.').waitFor()
    await tab.goBack()
    await tab.getByLabel('Token of an operator').waitFor()
    expect(await tab.getByRole('rowheader').count()).toBe(0)
    await other.goBack()
    expect(await other.getByRole('navigation').count()).toBe(0)
  })
})
