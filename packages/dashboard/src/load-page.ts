import { createHash } from 'node:crypto'
import { readdir, readFile } from 'node:fs/promises'
import { extname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { fail } from './errors.ts'

/** One file of the page, as it is sent. */
export interface PageFile {
  readonly body: Uint8Array<ArrayBuffer>
  /** Value of Content-Type. */
  readonly type: string
  /** Value of ETag, quotes included: a digest of the body. */
  readonly etag: string
}

/** The page, as the gateway's `page` option takes it. */
export interface Page {
  /** By path below the page's own address; none is added or changed later. */
  readonly files: ReadonlyMap<string, PageFile>
}

const TYPES: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.svg': 'image/svg+xml',
}
const FOLDER = fileURLToPath(new URL('../dist/page/', import.meta.url))

/** Reads the built page into memory, once and whole: what is served cannot change under a running gateway. Rejects with DASHBOARD_NOT_BUILT. */
export async function loadPage(): Promise<Page> {
  return readPage(FOLDER)
}

/** loadPage of another folder. A file of an unknown kind is not served; without index.html there is no page. */
export async function readPage(folder: string): Promise<Page> {
  const names = await readdir(folder).catch((error: unknown) => {
    throw fail('DASHBOARD_NOT_BUILT', { folder, problem: 'there is no such folder' }, error)
  })
  const files = new Map<string, PageFile>()
  for (const name of names.toSorted()) {
    const type = TYPES[extname(name)]
    if (type === undefined) continue
    const body = new Uint8Array(await readFile(join(folder, name)))
    const digest = createHash('sha256').update(body).digest('base64url')
    files.set(name, { body, type, etag: `"${digest}"` })
  }
  if (!files.has('index.html')) throw fail('DASHBOARD_NOT_BUILT', { folder, problem: 'index.html is missing' })
  return { files }
}
