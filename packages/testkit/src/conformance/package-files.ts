import { readFileSync } from 'node:fs'

/** The files of a package that an author and an operator read. Each is read when a check needs it, and throws then. */
export interface PackageFiles {
  readonly packageJson: () => Readonly<Record<string, unknown>>
  readonly readme: () => string
  readonly changelog: () => string
}

/** Where the files are: package.json as a URL or parsed, the others as URLs or texts; by default they stand beside it. */
export interface PackageFileOptions {
  readonly packageJson: URL | object
  readonly readme?: URL | string
  readonly changelog?: URL | string
}

/** Finds the files of a package. */
export function findPackageFiles({ packageJson, readme, changelog }: PackageFileOptions): PackageFiles {
  const beside = (name: string, given: URL | string | undefined): (() => string) => {
    if (typeof given === 'string') return () => given
    const url = given ?? (packageJson instanceof URL ? new URL(name, packageJson) : undefined)
    if (url) return () => readFileSync(url, 'utf8')
    return () => {
      throw new Error(`${name} cannot be found: pass it, or pass packageJson as a URL`)
    }
  }
  return {
    packageJson: () => {
      const value: unknown = packageJson instanceof URL ? JSON.parse(readFileSync(packageJson, 'utf8')) : packageJson
      return recordOf(value)
    },
    readme: beside('README.md', readme),
    changelog: beside('CHANGELOG.md', changelog),
  }
}

/** The value as a record; anything else is an empty one, in which every lookup fails. */
export function recordOf(value: unknown): Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null ? (value as Readonly<Record<string, unknown>>) : {}
}
