// The page in a real Chromium: what strangers write, what goes wrong, what a keyboard and a screen reader get.
import { expect, test } from 'vitest'
import { describeWith } from '../../../test/servers/describe-with.ts'
import type { AuditItem, DoctorReport, LayerItem, MemoryItem, TryAnswer } from '../page/api.ts'
import { axe, goTo, logIn, openTab, until, useBrowser, type Watched } from './browser.ts'
import { findChromium } from './chromium.ts'
import { NOW, pending, refusal, SESSION, startStub, type Stub } from './stub-gateway.ts'

const HTML = '<img src=x onerror="document.title=1"><script>document.title=2</script><b>bold</b>'
const BIDI = 'pay \u202Eecila\u202C now\u200B\u2066!'
const PAGES = ['Overview', 'Live', 'Approvals', 'Audit', 'Layers', 'Memory', 'Try it', 'Doctor']

const LAYER: LayerItem = {
  id: 'output-guard',
  version: '0.1.0',
  enabled: true,
  order: 1,
  hooks: [{ hook: 'onOutbound', stage: 'judge', place: 1, powers: ['deny'], deadlineMs: 100 }],
  mode: 'observe',
  onFailure: 'flag',
  config: { key: '***' },
  health: { state: 'not-measured', failures: 0, lastFailureAt: null },
  calls: null,
  denials: null,
}
const RECORD: AuditItem = {
  seq: 7,
  time: '2026-11-27T12:00:00.000Z',
  type: 'decision',
  outcome: 'deny',
  hook: 'onInbound',
  action: HTML,
  agent: BIDI,
  layer: 'jailbreak-detection',
  code: 'JAILBREAK_HIGH',
  record: { text: HTML + BIDI },
}
const MEMORY: MemoryItem = {
  id: 'm1',
  agent: 'research',
  user: null,
  key: HTML,
  text: BIDI,
  trust: 'learned',
  provenance: { source: 'web' },
  reason: 'MEMORY_POISONED',
  findings: ['orders'],
  at: NOW,
  intact: true,
}

async function open(stub: Stub, options = {}): Promise<Watched> {
  const watched = await openTab(stub.url, options)
  await logIn(watched.tab, 'rw_token')
  // What is emitted from now on arrives.
  await until(stub.streams).toBe(1)
  return watched
}

describeWith('chromium', findChromium() !== undefined, 'the page', () => {
  useBrowser()

  test('what strangers wrote is text on every page, with what it hides made visible', async () => {
    const stub = await startStub()
    fillWithHostile(stub)
    const { tab, complaints } = await open(stub)
    stub.emit({
      event: 'decision',
      data: {
        at: NOW,
        hook: 'onToolCall',
        outcome: 'deny',
        durationMs: 1,
        tenant: 'default',
        agent: HTML,
        session: BIDI,
        trace: 't',
        action: HTML,
        rulings: [],
      },
    })
    for (const title of PAGES) {
      await goTo(tab, title)
      if (title === 'Try it') await tab.getByRole('button', { name: 'Try it' }).click()
      if (title === 'Audit') await tab.getByText('all of it').click()
      await tab.getByRole('main').getByText('<img src=x onerror').first().waitFor()
      await tab.getByRole('main').getByText('[U+202E right-to-left override]').first().waitFor()
      expect(await tab.locator('img, main script, main b').count(), title).toBe(0)
    }
    expect(await tab.title()).toMatch(/Ringwall$/)
    expect(complaints).toEqual([])
  })

  test('100 KB of arguments are shown whole, whatever they are made of', async () => {
    const stub = await startStub()
    const args = JSON.stringify({ zero: 'a\u200B'.repeat(50_000), end: 'THE END' })
    stub.answers.set('GET /api/approvals', approvals([pending({ args })]))
    const { tab, complaints } = await open(stub)
    await goTo(tab, 'Approvals')
    const shown = (await tab.getByRole('region', { name: 'Arguments of deploy' }).textContent()) ?? ''
    expect(shown.endsWith('THE END"}')).toBe(true)
    expect(shown.match(/U\+200B/g)).toHaveLength(50_000)
    expect(complaints).toEqual([])
  })

  test('axe finds nothing on any page, empty or full, in light and in dark', async () => {
    const stub = await startStub()
    const { tab, complaints } = await openTab(stub.url)
    expect(await axe(tab), 'login').toEqual([])
    await logIn(tab, 'rw_token')
    for (const title of PAGES) {
      await goTo(tab, title)
      await until(() => tab.getByText(/^Loading/).count()).toBe(0)
      expect(await axe(tab), `${title}, empty`).toEqual([])
    }
    fillWithHostile(stub)
    for (const title of PAGES) {
      await goTo(tab, title)
      if (title === 'Try it') await tab.getByRole('button', { name: 'Try it' }).click()
      if (title === 'Approvals') await tab.getByRole('button', { name: /^Approve/ }).click()
      await until(() => tab.getByText(/^Loading/).count()).toBe(0)
      expect(await axe(tab), `${title}, full`).toEqual([])
      if (title === 'Approvals') await tab.keyboard.press('Escape')
    }
    expect(complaints).toEqual([])
  })

  test('on a narrow screen nothing is wider than it', async () => {
    const stub = await startStub()
    fillWithHostile(stub)
    const { tab } = await open(stub, { viewport: { width: 320, height: 640 } })
    for (const title of PAGES) {
      await goTo(tab, title)
      await until(() => tab.getByText(/^Loading/).count()).toBe(0)
      expect(await tab.evaluate('document.documentElement.scrollWidth'), title).toBeLessThanOrEqual(320)
    }
  })

  test('an error says so on the page, with the way out, and can be tried again', async () => {
    const stub = await startStub()
    const { tab } = await open(stub)
    for (const [answer, words] of [
      [refusal(403, 'RIGHT_MISSING', 'No right. Use another token.'), 'No right. Use another token. RIGHT_MISSING'],
      [refusal(503, 'DIAGNOSIS_FAILED', 'No report. Run it there.'), 'No report. Run it there. DIAGNOSIS_FAILED'],
      [[502, 'a page of a proxy'], 'at any proxy before it'],
    ] as const) {
      stub.answers.set('GET /api/doctor', answer)
      await tab.getByRole('link', { name: 'Layers' }).click()
      await goTo(tab, 'Doctor')
      await until(() => tab.getByRole('alert').textContent()).toContain(words)
      stub.answers.set('GET /api/doctor', [200, report([])])
      await tab.getByRole('button', { name: 'Try again' }).click()
      await tab.getByText('nothing was measured').waitFor()
    }
  })

  test('a session that has ended leads to the login, which says why', async () => {
    const stub = await startStub()
    const { tab } = await open(stub)
    stub.answers.set('GET /api/layers', refusal(401, 'SESSION_OVER'))
    await tab.getByRole('link', { name: 'Layers' }).click()
    await tab.getByText('Your session has ended').waitFor()
    await until(() => tab.evaluate('document.activeElement?.getAttribute("name")')).toBe('token')
    expect(stub.streams()).toBe(0)
  })

  test('a stream that the gateway ended is opened again while the session holds, as often as it takes', async () => {
    const stub = await startStub()
    stub.answers.set('GET /api/session', [200, SESSION])
    const { tab } = await openTab(stub.url)
    // The page waits a little before it tries again: here that passes at once.
    await tab.clock.install()
    const opened = () => stub.seen.filter((each) => each === 'GET /api/events').length
    for (const times of [1, 2, 3]) {
      await until(opened).toBe(times)
      await until(stub.streams).toBe(1)
      stub.emit({ event: 'end', data: { code: 'STREAM_OLD' } })
      if (times < 3)
        await until(async () => {
          await tab.clock.fastForward(1_000)
          return opened()
        }).toBe(times + 1)
    }
    expect(await tab.getByRole('navigation').count()).toBe(1)
  })

  test('a log-out that failed is no log-out, and is told', async () => {
    const stub = await startStub()
    stub.answers.set('POST /api/logout', refusal(503, 'STORE_UNAVAILABLE', 'The store does not answer.'))
    const { tab } = await open(stub)
    await tab.getByRole('button', { name: 'Log out' }).click()
    await until(() => tab.getByRole('alert').textContent()).toContain('The store does not answer.')
    expect(await tab.getByRole('navigation').count()).toBe(1)
  })

  test('a new request never moves what somebody is about to press', async () => {
    const stub = await startStub()
    const old = pending({ id: 'r2', tool: 'publish', requestedAt: 2 })
    stub.answers.set('GET /api/approvals', approvals([old]))
    const { tab } = await open(stub)
    await goTo(tab, 'Approvals')
    const deny = tab.getByRole('article', { name: 'publish' }).getByRole('button', { name: 'Deny' })
    const before = await deny.boundingBox()
    const fresh = pending({ id: 'r1', tool: 'deploy', requestedAt: 3 })
    stub.answers.set('GET /api/approvals', approvals([fresh, old]))
    stub.emit({ event: 'approval', data: { kind: 'new', approval: fresh } })
    await tab.getByRole('article', { name: 'deploy' }).waitFor()
    expect(await deny.boundingBox()).toEqual(before)
  })

  test('what has just moved under the pointer takes no click, and neither does a question that has just opened', async () => {
    const stub = await startStub()
    const [first, second] = [pending({ tool: 'deploy' }), pending({ id: 'r2', tool: 'publish' })]
    stub.answers.set('GET /api/approvals', approvals([first, second]))
    const posted = () => stub.seen.filter((each) => each.startsWith('POST /api/approvals'))
    const { tab } = await openTab(stub.url)
    // From here on time passes only as far as the test lets it.
    await tab.clock.install()
    await tab.clock.pauseAt(Date.now() + 1_000)
    const pass = (ms: number): Promise<void> => tab.clock.runFor(ms)
    const seen = (count: number) =>
      until(async () => {
        await pass(10)
        return tab.getByRole('article').count()
      }).toBe(count)
    await logIn(tab, 'rw_token')
    await until(async () => {
      await pass(10)
      return stub.streams()
    }).toBe(1)
    await tab.getByRole('navigation').getByRole('link', { name: 'Approvals' }).click()
    await seen(2)
    await pass(1_000)
    stub.answers.set('GET /api/approvals', approvals([second]))
    stub.emit({ event: 'approval', data: { kind: 'settled', id: 'r1', state: 'denied' } })
    await seen(1)
    const deny = tab.getByRole('article', { name: 'publish' }).getByRole('button', { name: 'Deny' })
    const approve = tab.getByRole('article', { name: 'publish' }).getByRole('button', { name: /^Approve/ })
    await deny.click({ force: true })
    await approve.click({ force: true })
    await pass(1_000)
    expect(posted()).toEqual([])
    await tab.getByLabel('Approval holds for').selectOption('session')
    await approve.click()
    await until(async () => {
      await pass(10)
      return tab.getByRole('dialog').count()
    }).toBe(1)
    await tab.getByRole('button', { name: 'Approve it' }).click({ force: true })
    await pass(1_000)
    expect(posted()).toEqual([])
    await tab.getByRole('button', { name: 'Approve it' }).click()
    await until(posted).toEqual(['POST /api/approvals/r2/approve'])
  })

  test('a question is closed when what it asks about is settled or changes, and answers nothing once time is over', async () => {
    const stub = await startStub()
    const item = pending({ reasons: [{ code: 'ACTION_DESTRUCTIVE' }], redacted: true })
    stub.answers.set('GET /api/approvals', approvals([item]))
    const { tab } = await open(stub)
    await goTo(tab, 'Approvals')
    await tab.getByText('do not see all that would run').waitFor({ state: 'detached' })
    const ask = () => tab.getByRole('button', { name: 'Approve …' }).click()
    await ask()
    await tab.getByText('do not see all that would run').waitFor()
    expect(await axe(tab)).toEqual([])
    stub.answers.set('GET /api/approvals', approvals([{ ...item, hash: 'h2', args: '{"to":"production"}' }]))
    stub.emit({ event: 'gap', data: { dropped: 1 } })
    await until(() => tab.getByRole('dialog').count()).toBe(0)
    await tab.getByRole('region', { name: 'Arguments of deploy' }).getByText('production').waitFor()
    await ask()
    stub.answers.set('GET /api/approvals', approvals([{ ...item, hash: 'h2', expiresAt: Date.now() - 1 }]))
    stub.emit({ event: 'gap', data: { dropped: 1 } })
    await until(() => tab.getByRole('button', { name: 'Approve it' }).isDisabled()).toBe(true)
    expect(await axe(tab)).toEqual([])
    stub.answers.set('GET /api/approvals', approvals([]))
    stub.emit({ event: 'approval', data: { kind: 'settled', id: 'r1', state: 'expired' } })
    const said = 'The call of deploy waits no more: nobody answered in time.'
    await tab.getByText(said).waitFor()
    // Not lost in the page: the focus is at what is said.
    await until(() => tab.evaluate('document.activeElement?.textContent')).toBe(said)
    expect(stub.seen.filter((each) => each.startsWith('POST /api/approvals'))).toEqual([])
  })

  test('rows that are not authentic are removed by their name', async () => {
    const stub = await startStub()
    const list = { status: 'pending', now: Date.now(), pending: [], standing: [], settled: [] }
    stub.answers.set('GET /api/approvals', [200, { ...list, forged: ['request/a b'] }])
    stub.answers.set(`POST /api/approvals/~${Buffer.from('request/a b').toString('base64url')}/deny`, () => {
      stub.answers.set('GET /api/approvals', [200, { ...list, forged: [] }])
      return [200, { id: 'request/a b', state: 'denied' }]
    })
    const { tab } = await open(stub)
    await goTo(tab, 'Approvals')
    await tab.getByRole('button', { name: 'Remove request/a b' }).click()
    await tab.getByText('The row is removed.').waitFor()
    await until(() => tab.getByRole('region', { name: 'Forged rows' }).count()).toBe(0)
  })

  test('what the page loads by itself while nobody is there is no use of the session', async () => {
    const stub = await startStub()
    const { tab } = await openTab(stub.url)
    await tab.clock.install()
    await logIn(tab, 'rw_token')
    await until(stub.streams).toBe(1)
    await goTo(tab, 'Approvals')
    const loads = (list: readonly string[]) => list.filter((each) => each.startsWith('GET /api/approvals')).length
    await until(() => loads(stub.seen)).toBeGreaterThan(0)
    expect(stub.unattended).toEqual([])
    await tab.clock.fastForward('06:00')
    stub.emit({ event: 'gap', data: { dropped: 1 } })
    await until(() => loads(stub.unattended)).toBeGreaterThan(0)
    // What was sent before the key may arrive after it, so only those that say that somebody is there are counted.
    const attended = () => loads(stub.seen) - loads(stub.unattended)
    const before = attended()
    await tab.keyboard.press('Tab')
    stub.emit({ event: 'gap', data: { dropped: 1 } })
    await until(attended).toBeGreaterThan(before)
  })

  test('axe finds nothing where something went wrong, and errors are reached by keyboard', async () => {
    const stub = await startStub()
    const { tab } = await openTab(stub.url)
    stub.answers.set('POST /api/login', refusal(401, 'AUTH_UNKNOWN', 'The token is not known.'))
    await tab.getByLabel('Token of an operator').fill('wrong')
    await tab.keyboard.press('Enter')
    await tab.getByRole('alert').waitFor()
    expect(await axe(tab), 'login').toEqual([])
    stub.answers.set('POST /api/login', [200, SESSION])
    await logIn(tab, 'rw_token')
    for (const path of ['overview', 'approvals', 'audit', 'audit/status', 'layers', 'memory', 'doctor'])
      stub.answers.set(`GET /api/${path}`, refusal(503, 'STATE_UNAVAILABLE', 'It cannot be read.'))
    stub.answers.set('POST /api/try', refusal(503, 'TRY_BUSY', 'Too much is tried at once.'))
    for (const title of PAGES) {
      await goTo(tab, title)
      if (title === 'Try it') await tab.getByRole('button', { name: 'Try it' }).click()
      if (title !== 'Live') await tab.getByRole('alert').first().waitFor()
      await until(() => tab.getByText(/^Loading/).count()).toBe(0)
      expect(await axe(tab), title).toEqual([])
    }
    await goTo(tab, 'Doctor')
    stub.answers.set('GET /api/doctor', [200, report([])])
    await tab.keyboard.press('Tab')
    await until(() => tab.evaluate('document.activeElement?.textContent')).toBe('Try again')
    await tab.keyboard.press('Enter')
    await tab.getByText('nothing was measured').waitFor()
    fillWithHostile(stub)
    await goTo(tab, 'Memory')
    await tab.getByRole('button', { name: 'Discard …' }).click()
    await tab.getByRole('dialog').waitFor()
    expect(await axe(tab), 'the question of Memory').toEqual([])
    await tab.keyboard.press('Escape')
    await until(() => tab.evaluate('document.activeElement?.textContent')).toBe('Discard …')
    await stub.stop()
    await tab.getByText('The connection to the gateway is lost').waitFor()
    expect(await axe(tab), 'lost').toEqual([])
  })

  test('a token that is refused is told, and the page stays at the login', async () => {
    const stub = await startStub()
    stub.answers.set('POST /api/login', refusal(401, 'AUTH_TOKEN_INVALID', 'The token is not known.'))
    const { tab } = await openTab(stub.url)
    await tab.getByLabel('Token of an operator').fill('wrong')
    await tab.getByRole('button', { name: 'Log in' }).click()
    await until(() => tab.getByRole('alert').textContent()).toContain('The token is not known.')
    expect(await tab.getByRole('navigation').count()).toBe(0)
  })

  test('a lost connection is said, on every page', async () => {
    const stub = await startStub()
    const { tab } = await open(stub)
    await until(stub.streams).toBe(1)
    await stub.stop()
    await tab.getByText('The connection to the gateway is lost').waitFor()
    await tab.getByRole('link', { name: 'Layers' }).click()
    await until(() => tab.getByRole('alert').textContent()).toContain('The gateway does not answer')
  })

  test('what was not measured never looks like a pass', async () => {
    const stub = await startStub()
    const findings = [
      check({ id: 'a', status: 'not-measured' }),
      check({ id: 'b', status: 'pass' }),
      check({ id: 'c', status: 'fail', suppressed: { reason: 'meant so', until: '2027-01-01' } }),
    ]
    stub.answers.set('GET /api/doctor', [200, report(findings)])
    stub.answers.set('GET /api/layers', [200, { agent: null, agents: [], generation: 1, layers: [LAYER] }])
    const { tab } = await open(stub)
    await goTo(tab, 'Doctor')
    const unmeasured = tab.getByRole('article', { name: 'a' })
    expect(await unmeasured.textContent()).toContain('not-measured')
    expect(await unmeasured.locator('.tag-pass').count()).toBe(0)
    expect(await tab.getByRole('article', { name: 'b' }).count()).toBe(0)
    // What is suppressed does not count as open, and neither as a pass.
    expect(await tab.getByRole('article', { name: 'c' }).count()).toBe(0)
    await until(() => tab.getByRole('status').last().textContent()).toContain(
      '0 fail 1 not-measured 1 pass 1 suppressed',
    )
    await tab.getByLabel('Show').selectOption('suppressed')
    await tab.getByText('It fails, and is suppressed in the config: meant so (until 2027-01-01)').waitFor()
    expect(await tab.locator('article .tag-pass').count()).toBe(0)
    await goTo(tab, 'Layers')
    expect(await tab.getByRole('row', { name: /output-guard/ }).textContent()).toContain(
      'not-measurednot measurednot measured',
    )
    await goTo(tab, 'Audit')
    await tab.getByText('it is not known to be whole').waitFor()
    expect(await tab.locator('.tag-ok').count()).toBe(0)
  })

  test('a call that cannot be taken back is approved only after a second question, by keyboard too', async () => {
    const stub = await startStub()
    const item = pending({ reasons: [{ code: 'ACTION_DESTRUCTIVE', message: 'The call takes away.' }] })
    stub.answers.set('GET /api/approvals', approvals([item]))
    const bodies: unknown[] = []
    stub.answers.set('POST /api/approvals/r1/approve', (body) => {
      bodies.push(body)
      stub.answers.set('GET /api/approvals', approvals([]))
      return [200, { approved: {} }]
    })
    const { tab } = await open(stub)
    await goTo(tab, 'Approvals')
    const approve = tab.getByRole('button', { name: 'Approve …' })
    await approve.focus()
    await tab.keyboard.press('Enter')
    await until(() => tab.evaluate('document.activeElement?.textContent')).toBe('Cancel')
    await tab.keyboard.press('Enter')
    await until(() => tab.getByRole('dialog').count()).toBe(0)
    await until(() => tab.evaluate('document.activeElement?.textContent')).toBe('Approve …')
    expect(bodies).toEqual([])
    await tab.keyboard.press('Enter')
    await tab.getByRole('button', { name: 'Approve it' }).click()
    await tab.getByText('You approved the call of deploy.').waitFor()
    expect(bodies).toEqual([{ hash: 'h1', scope: 'once' }])
    // The card is gone, and the focus is at what is said of it.
    await until(() => tab.evaluate('document.activeElement?.textContent')).toBe('You approved the call of deploy.')
  })

  test('the scope until sends its minutes, and a note goes with a denial', async () => {
    const stub = await startStub()
    stub.answers.set('GET /api/approvals', approvals([pending()]))
    const bodies: unknown[] = []
    const keep = (body: unknown) => {
      bodies.push(body)
      return [200, {}] as const
    }
    stub.answers.set('POST /api/approvals/r1/approve', keep)
    stub.answers.set('POST /api/approvals/r1/deny', keep)
    const { tab } = await open(stub)
    await goTo(tab, 'Approvals')
    await tab.getByLabel('Approval holds for').selectOption('until')
    await tab.getByRole('spinbutton').fill('500')
    await tab.getByRole('button', { name: /^Approve/ }).click()
    await tab.getByRole('button', { name: 'Approve it' }).click()
    await until(() => bodies).toEqual([{ hash: 'h1', scope: 'until', minutes: 60 }])
    await tab.getByLabel('Note').fill('not today')
    await tab.getByRole('button', { name: 'Deny' }).click()
    await until(() => bodies.at(-1)).toEqual({ note: 'not today' })
  })

  test('what somebody else settled is said: by the feed, and where both answered at once', async () => {
    const stub = await startStub()
    stub.answers.set('GET /api/approvals', approvals([pending(), pending({ id: 'r2', tool: 'publish' })]))
    const { tab } = await open(stub)
    await goTo(tab, 'Approvals')
    await tab.getByRole('article', { name: 'publish' }).waitFor()
    stub.answers.set('GET /api/approvals', approvals([pending()]))
    stub.emit({ event: 'approval', data: { kind: 'settled', id: 'r2', state: 'denied', by: 'ada' } })
    await tab.getByText('The call of publish waits no more: denied by ada.').waitFor()
    stub.answers.set('POST /api/approvals/r1/deny', () => {
      stub.answers.set('GET /api/approvals', approvals([]))
      return refusal(409, 'APPROVALS_SETTLED', 'It was settled meanwhile.')
    })
    await tab.getByRole('article', { name: 'deploy' }).getByRole('button', { name: 'Deny' }).click()
    await tab.getByText('waited no more: nothing of yours was done').waitFor()
    await tab.getByText('Nothing waits for a person').waitFor()
  })

  test('a request whose time is over cannot be answered any more', async () => {
    const stub = await startStub()
    stub.answers.set('GET /api/approvals', approvals([pending({ expiresAt: Date.now() - 1 })]))
    const { tab } = await open(stub)
    await goTo(tab, 'Approvals')
    await tab.getByText('Time is over: the call is denied').waitFor()
    expect(await tab.getByRole('button', { name: /^Approve/ }).isDisabled()).toBe(true)
    expect(await tab.getByRole('button', { name: 'Deny' }).isDisabled()).toBe(true)
  })

  test('the feed can be held, filtered, and says what is missing', async () => {
    const stub = await startStub()
    const { tab } = await open(stub)
    await goTo(tab, 'Live')
    await tab.getByText('Connected.').waitFor()
    stub.emit(decision('deny', 'first'))
    stub.emit(decision('allow', 'second'))
    await tab.getByText('of second').waitFor()
    await tab.getByLabel('Outcome').selectOption('deny')
    await until(() => tab.getByRole('listitem').filter({ hasText: 'of second' }).count()).toBe(0)
    await tab.getByText('of first').waitFor()
    await tab.getByRole('button', { name: 'Pause' }).click()
    stub.emit(decision('deny', 'third'))
    stub.emit({ event: 'gap', data: { dropped: 12 } })
    await tab.getByRole('button', { name: 'Go on (2 new)' }).click()
    await tab.getByText('of third').waitFor()
    await tab.getByText('12 events are missing here').waitFor()
  })

  test('older records are loaded behind the newer ones, and the search sends its fields', async () => {
    const stub = await startStub()
    stub.answers.set('GET /api/audit', [200, { records: [RECORD], nextCursor: 'c1', scanned: 10, first: 1, last: 10 }])
    const { tab } = await open(stub)
    await goTo(tab, 'Audit')
    await tab.getByText('1 record among the newest 10').waitFor()
    stub.answers.set('GET /api/audit', [
      200,
      { records: [{ ...RECORD, seq: 3 }], nextCursor: null, scanned: 5, first: 1, last: 10 },
    ])
    await tab.getByRole('button', { name: 'Older ones' }).click()
    await tab.getByText('2 records among the newest 15').waitFor()
    expect(stub.seen).toContain('GET /api/audit?limit=50&cursor=c1')
    await tab.getByLabel('Code').fill('JAILBREAK_HIGH')
    await tab.getByLabel('Outcome').selectOption('deny')
    await tab.getByRole('button', { name: 'Search' }).click()
    await until(() => stub.seen.at(-1)).toBe('GET /api/audit?code=JAILBREAK_HIGH&outcome=deny&limit=50')
  })

  test('a token sees the pages that it has a right to', async () => {
    const stub = await startStub()
    stub.answers.set('POST /api/login', [200, { ...SESSION, rights: ['approvals:read'] }])
    stub.answers.set('GET /api/approvals', approvals([pending()]))
    const { tab } = await open(stub)
    expect(await tab.getByRole('navigation').getByRole('link').allTextContents()).toEqual(['Live', 'Approvals'])
    await goTo(tab, 'Approvals')
    await tab.getByText('may look at what waits, and not decide it').waitFor()
    expect(await tab.getByRole('button', { name: 'Deny' }).isDisabled()).toBe(true)
  })

  test('bad arguments are told without asking the gateway', async () => {
    const stub = await startStub()
    const { tab } = await open(stub)
    await goTo(tab, 'Try it')
    await tab.getByLabel('What').selectOption('tool-call')
    await tab.getByLabel('Arguments as JSON').fill('[1]')
    await tab.getByRole('button', { name: 'Try it' }).click()
    await until(() => tab.getByRole('alert').textContent()).toContain('must be a JSON object')
    expect(stub.seen).not.toContain('POST /api/try')
  })
})

function decision(outcome: 'deny' | 'allow', agent: string) {
  return {
    event: 'decision',
    data: {
      at: NOW,
      hook: 'onInbound',
      outcome,
      durationMs: 1,
      tenant: 't',
      agent,
      session: 's',
      trace: 't',
      rulings: [],
    },
  } as const
}

function check(change: Partial<DoctorReport['findings'][number]>): DoctorReport['findings'][number] {
  return {
    id: 'a',
    group: 'g',
    title: 'Chain',
    severity: 'high',
    status: 'fail',
    meaning: 'm',
    fix: 'f',
    fixable: false,
    places: [],
    ...change,
  }
}

function report(findings: DoctorReport['findings']): DoctorReport {
  const counted = findings.filter(({ suppressed }) => suppressed === undefined)
  const of = (state: string): number => counted.filter(({ status }) => status === state).length
  return {
    at: '2026-11-27T12:00:00.000Z',
    version: '1',
    findings,
    summary: {
      checks: findings.length,
      pass: of('pass'),
      fail: of('fail'),
      notMeasured: of('not-measured'),
      suppressed: findings.length - counted.length,
      bySeverity: { info: 0, low: 0, medium: 0, high: of('fail'), critical: 0 },
    },
  }
}

function approvals(items: readonly ReturnType<typeof pending>[]): readonly [number, unknown] {
  return [200, { status: 'pending', now: Date.now(), pending: items, forged: [], standing: [], settled: [] }]
}

function fillWithHostile(stub: Stub): void {
  const hostile = pending({
    tool: HTML,
    args: JSON.stringify({ html: HTML, bidi: BIDI }),
    reasons: [{ code: 'ACTION_DESTRUCTIVE', detail: BIDI }],
  })
  const settled = { ...hostile, id: 's1', state: 'denied', by: BIDI, at: NOW, note: HTML }
  const standing = { ...hostile, id: 'g1', reasons: ['X'], scope: 'session', by: BIDI, at: NOW, until: NOW }
  const given = `${HTML} ${BIDI}`
  const tried: TryAnswer = {
    hook: 'onInbound',
    outcome: 'deny',
    rulings: [
      {
        layer: 'jailbreak-detection',
        stage: 'judge',
        kind: 'deny',
        code: 'JAILBREAK_HIGH',
        enforced: true,
        message: HTML,
        detail: BIDI,
        findings: [{ rule: 'override', severity: 'high', span: { start: 0, end: 8 } }],
      },
    ],
    silent: ['input-validation'],
    notReached: ['audit-log'],
    elsewhere: ['tool-policy'],
    given,
    text: null,
    payload: null,
    instructions: [],
    scores: { 'jailbreak-detection': 0.9 },
  }
  const counts = { allow: 5, flag: 2, ask: 1, deny: 3 }
  stub.answers.set('GET /api/overview', [
    200,
    {
      process: { pid: 1, since: NOW },
      from: NOW - 120_000,
      to: NOW,
      bucketMs: 60_000,
      buckets: [NOW - 120_000, NOW - 60_000].map((at) => ({
        at,
        outcomes: counts,
        failures: 0,
        layers: [{ id: HTML + BIDI, outcomes: { deny: 3, flag: 1, failed: 1 } }],
      })),
      totals: { ...counts, decisions: 11, failures: 0 },
      hooks: [{ hook: 'onInbound', outcomes: counts, medianMs: 1.5 }],
      layers: [
        {
          id: HTML + BIDI,
          outcomes: { deny: 1, ask: 0, rewrite: 0, flag: 0, grant: 0, instruct: 0, failed: 0, observed: 0 },
        },
      ],
      codes: [{ layer: 'output-guard', code: 'SECRET', count: 1 }],
    },
  ])
  stub.answers.set('GET /api/approvals', [
    200,
    {
      status: 'pending',
      now: Date.now(),
      pending: [hostile],
      forged: [HTML],
      standing: [standing],
      settled: [settled],
    },
  ])
  stub.answers.set('GET /api/audit', [200, { records: [RECORD], nextCursor: 'c', scanned: 1, first: 1, last: 9 }])
  stub.answers.set('GET /api/layers', [
    200,
    { agent: null, agents: ['a'], generation: 1, layers: [{ ...LAYER, id: HTML + BIDI }] },
  ])
  stub.answers.set('GET /api/memory', [200, { tenant: 'default', entries: [MEMORY] }])
  stub.answers.set('GET /api/doctor', [
    200,
    report([
      check({ id: 'chain', title: HTML, meaning: BIDI, fix: HTML, places: [{ found: BIDI, file: HTML, line: 1 }] }),
      check({ id: 'x', status: 'not-measured', found: HTML + BIDI }),
      check({ id: 'y', suppressed: { reason: HTML + BIDI } }),
    ]),
  ])
  stub.answers.set('POST /api/try', [200, tried])
}
