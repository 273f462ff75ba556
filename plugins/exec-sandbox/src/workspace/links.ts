import { readlinkSync } from 'node:fs'
import { dirname, resolve } from 'node:path'
import { realOr, statsAt } from './files.ts'

/** As many links in a row as the kernel follows. */
const MAX_HOPS = 40

/** Links from a path on, each with what it says; and where they end, whether something is there or not. */
export interface Chain {
  readonly links: readonly (readonly [path: string, target: string])[]
  readonly end: string
}

/** Follows a path link by link. */
export function follow(path: string): Chain {
  const links: (readonly [string, string])[] = []
  let at = path
  while (links.length < MAX_HOPS && statsAt(at)?.isSymbolicLink() === true) {
    const target = readlinkSync(at)
    links.push([at, target])
    at = resolve(realOr(dirname(at)), target)
  }
  return { links, end: at }
}

/** The target of a link; undefined where no link is. */
export function targetOf(path: string): string | undefined {
  return statsAt(path)?.isSymbolicLink() === true ? readlinkSync(path) : undefined
}
