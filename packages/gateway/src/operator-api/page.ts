import type { Context, Hono } from 'hono'
import { fail } from '../errors.ts'
import type { Page, PageFile } from './contract.ts'

const ROOT = '/dashboard/'
const HEADERS: Readonly<Record<string, string>> = {
  'content-security-policy':
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'",
  'x-content-type-options': 'nosniff',
  'referrer-policy': 'no-referrer',
  'cross-origin-opener-policy': 'same-origin',
  'cross-origin-resource-policy': 'same-origin',
}

/** Puts a page on an app. It needs no token: it holds nothing, and asks the API for everything. */
export function addPage(app: Hono, { files }: Page): void {
  app.get('/', (c) => {
    if (!(c.req.header('accept') ?? '').includes('text/html'))
      throw fail('NOT_FOUND', { method: c.req.method, path: '/' })
    return c.redirect(ROOT, 302)
  })
  app.get('/dashboard', (c) => c.redirect(ROOT, 302))
  app.get(`${ROOT}*`, (c) => {
    const path = c.req.path.slice(ROOT.length)
    const file = files.get(path === '' ? 'index.html' : path)
    if (file === undefined) throw fail('NOT_FOUND', { method: c.req.method, path: c.req.path.slice(0, 200) })
    return answerFile(c, file)
  })
}

function answerFile(c: Context, { body, type, etag }: PageFile): Response {
  const isHtml = type.startsWith('text/html')
  const headers = { ...HEADERS, 'cache-control': isHtml ? 'no-store' : 'no-cache', ...(!isHtml && { etag }) }
  if (!isHtml && c.req.header('if-none-match') === etag) return new Response(null, { status: 304, headers })
  return new Response(body, { headers: { ...headers, 'content-type': type } })
}
