import { linkSync, mkdirSync, mkdtempSync, realpathSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

/** A folder with a workspace and secrets beside it. */
export interface Tree extends Disposable {
  readonly base: string
  readonly root: string
  readonly outside: string
  link(at: string, target: string): void
  hardLink(at: string, target: string): void
  file(at: string, content?: string): void
}

/** Makes one under the system's folder for temporary files. */
export function makeTree(): Tree {
  const base = realpathSync(mkdtempSync(join(tmpdir(), 'path-guard-')))
  const root = join(base, 'app')
  const outside = join(base, 'outside')
  for (const folder of [`${root}/src`, `${root}/docs`, outside, `${base}/app-evil`])
    mkdirSync(folder, { recursive: true })
  const file = (at: string, content = 'x'): void => {
    mkdirSync(join(root, at, '..'), { recursive: true })
    writeFileSync(join(root, at), content)
  }
  file('src/a.ts', 'A')
  file('docs/readme.md', 'R')
  for (const folder of [outside, `${base}/app-evil`]) writeFileSync(`${folder}/secret.txt`, 'SECRET')
  return {
    base,
    root,
    outside,
    file,
    link: (at, target) => symlinkSync(target, join(root, at)),
    hardLink: (at, target) => linkSync(target, join(root, at)),
    [Symbol.dispose]: () => rmSync(base, { recursive: true, force: true }),
  }
}
