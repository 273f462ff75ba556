// A real Chromium for tests of the page, and what it complained about.
import axeCore from 'axe-core'
import { chromium, type Browser, type BrowserContextOptions, type Page as Tab } from 'playwright-core'
import { afterAll, expect, onTestFinished, vi } from 'vitest'
import { findChromium, LAUNCH } from './chromium.ts'

let browser: Promise<Browser> | undefined
let ownArgs: readonly string[] = []

/** How long one thing may take to appear on a busy machine. */
const PATIENCE_MS = 60_000

/** Starts the one browser of a test file at its first tab, with these arguments too, and ends it after the file. Its tests may take five minutes. */
export function useBrowser(...args: readonly string[]): void {
  ownArgs = args
  vi.setConfig({ testTimeout: 300_000 })
  afterAll(async () => {
    await (await browser)?.close()
    browser = undefined
  })
}

/** A tab with what it complained about. */
export interface Watched {
  readonly tab: Tab
  /** Errors and warnings of the console, exceptions, and requests to other origins. */
  readonly complaints: readonly string[]
}

/** Opens an address in a tab of its own context, which is closed after the test. */
export async function openTab(url: string, options: BrowserContextOptions = {}): Promise<Watched> {
  const executablePath = findChromium()
  if (executablePath === undefined) throw new Error('no Chromium in PATH; install it, or set RINGWALL_CHROMIUM to one')
  const started = await (browser ??= chromium.launch({
    ...LAUNCH,
    args: [...(LAUNCH.args ?? []), ...ownArgs],
    executablePath,
  }))
  const context = await started.newContext({ viewport: { width: 1200, height: 900 }, ...options })
  onTestFinished(() => context.close())
  context.setDefaultTimeout(PATIENCE_MS)
  const tab = await context.newPage()
  const complaints: string[] = []
  const { origin } = new URL(url)
  // A status that is no success is the page's to tell; that the browser notes it too is no complaint.
  tab.on('console', (message) => {
    const text = message.text()
    if (['error', 'warning'].includes(message.type()) && !text.startsWith('Failed to load resource'))
      complaints.push(text)
  })
  tab.on('pageerror', (error) => complaints.push(String(error)))
  tab.on('request', (request) => {
    if (new URL(request.url()).origin !== origin) complaints.push(`request to ${request.url()}`)
  })
  await tab.goto(url)
  return { tab, complaints }
}

const RULES = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice']

/** What axe finds wrong with what the tab shows, in light and in dark, by rule and place: all rules in light, and those of colours in dark, which changes nothing else. */
export async function axe(tab: Tab): Promise<readonly string[]> {
  await tab.emulateMedia({ colorScheme: 'light' })
  const light = await runAxe(tab, RULES)
  await tab.emulateMedia({ colorScheme: 'dark' })
  const dark = await runAxe(tab, ['color-contrast'])
  return [...light, ...dark.map((each) => `in dark: ${each}`)]
}

/** axe is run by the debugger, which no CSP concerns. */
async function runAxe(tab: Tab, runOnly: readonly string[]): Promise<readonly string[]> {
  if (!(await tab.evaluate('typeof axe === "object"'))) await tab.evaluate(axeCore.source)
  const result: { violations: { id: string; nodes: { target: string[]; failureSummary: string }[] }[] } =
    await tab.evaluate(`axe.run(document, { runOnly: ${JSON.stringify(runOnly)}, resultTypes: ['violations'] })`)
  return result.violations.flatMap(({ id, nodes }) =>
    nodes.map(({ target, failureSummary }) => `${id}: ${target.join(' ')}: ${failureSummary.replaceAll('\n', ' ')}`),
  )
}

/** expect.poll with the patience that a busy machine needs. */
export function until<T>(read: () => T | Promise<T>): ReturnType<typeof expect.poll<T>> {
  return expect.poll(read, { timeout: PATIENCE_MS, interval: 50 })
}

/** Logs in by the form. */
export async function logIn(tab: Tab, token: string): Promise<void> {
  await tab.getByLabel('Token of an operator').fill(token)
  await tab.getByRole('button', { name: 'Log in' }).click()
  await tab.getByRole('navigation').waitFor()
}

/** Goes to a page by its link, and waits for its heading to have the focus. */
export async function goTo(tab: Tab, title: string): Promise<void> {
  await tab.getByRole('navigation').getByRole('link', { name: title, exact: true }).click()
  await until(() => tab.evaluate('document.activeElement?.tagName + " " + document.activeElement?.textContent')).toBe(
    `H1 ${title}`,
  )
}
