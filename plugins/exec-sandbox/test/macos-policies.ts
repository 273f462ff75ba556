import type { Policy, Reach } from '../src/macos/profile.ts'

/** A Mac: the user ada, her workspace, a repository beside it, and the private folder of the sandbox. */
export const HOME = '/Users/ada'
export const APP = '/Users/ada/code/app'
export const MAIN = '/Users/ada/code/main/.git'
export const OWN = '/private/var/folders/zz/x1/T/ringwall-exec-Q1w2E3'

const inApp = (...paths: readonly string[]) => paths.map((path) => ({ folder: APP, path }))

const PLAIN: Policy = {
  workspace: APP,
  home: `${OWN}/home`,
  tmp: `${OWN}/tmp`,
  shared: [],
  readOnly: [],
  links: [],
  protected: inApp('.git/hooks', '.git/config', '.vscode', '.zshrc', 'packages/web/.git/hooks', 'Straße.md'),
  hidden: inApp('.env', 'packages/web/.env.local'),
  unixSockets: false,
}
const ODD = '/Users/ada/"; (allow default) ; #"\\ (x)\n=[a-z]*é 字 \u{1f600}'

/** The policies for which there is a golden profile; the table names them. */
export const POLICIES = {
  default: { policy: PLAIN, reach: { kind: 'none' } },
  proxy: { policy: PLAIN, reach: { kind: 'proxy', port: 54_321 } },
  host: { policy: PLAIN, reach: { kind: 'host' } },
  sockets: { policy: { ...PLAIN, unixSockets: true }, reach: { kind: 'none' } },
  worktree: {
    policy: {
      ...PLAIN,
      shared: [MAIN],
      protected: [
        { folder: APP, path: '.git' },
        { folder: MAIN, path: 'hooks' },
        { folder: MAIN, path: 'config' },
        { folder: MAIN, path: 'modules/lib/hooks' },
      ],
      hidden: [],
    },
    reach: { kind: 'none' },
  },
  readOnly: {
    policy: {
      ...PLAIN,
      readOnly: ['/Users/ada/.nvm/versions/node/v24.0.0', '/Volumes/data/models'],
      links: ['/Users/Shared/tools/node'],
    },
    reach: { kind: 'none' },
  },
  bare: { policy: { ...PLAIN, protected: [], hidden: [] }, reach: { kind: 'none' } },
  odd: {
    policy: {
      ...PLAIN,
      workspace: ODD,
      protected: [{ folder: ODD, path: '.git/hooks' }],
      hidden: [{ folder: ODD, path: '.env' }],
    },
    reach: { kind: 'none' },
  },
} as const satisfies Readonly<Record<string, { readonly policy: Policy; readonly reach: Reach }>>
export type PolicyName = keyof typeof POLICIES
