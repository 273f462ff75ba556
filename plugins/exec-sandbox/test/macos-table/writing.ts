import { APP, HOME, OWN } from '../macos-policies.ts'
import { below, READ, rows, RUN, WRITE, type Row } from './rows.ts'

/** What is written, and what is not. */
export const WRITING: readonly Row[] = [
  ...rows('allow', WRITE, [
    ...below(APP, 'main.ts', 'src/deep/a.ts', '.gitignore', '.github/workflows/ci.yml', 'packages/web/index.ts'),
    ...below(
      APP,
      '.git/index',
      '.git/objects/aa/bb',
      '.git/HEAD.lock',
      '.git/hooksy',
      '.gitx',
      '.environment',
      'packages/x',
    ),
    ...below(OWN, 'home/.cache/npm/x', 'home/.zshrc', 'tmp/x/.git/hooks/a'),
  ]),
  ...rows(
    'allow',
    [...RUN, 'file-read-metadata', 'file-read-xattr', 'file-write-mode', 'file-write-times'],
    [`${APP}/node_modules/.bin/tsc`, `${OWN}/home/.cargo/bin/x`, `${OWN}/tmp/a.out`],
  ),
  ...rows('allow', READ, [APP, `${OWN}/tmp`, `${OWN}/home`]),
  ...rows('deny', WRITE, [
    ...below(HOME, '.zshrc', '.ssh/authorized_keys', 'Library/LaunchAgents/x.plist', 'code/app2/x', 'code/x'),
    '/Library/LaunchDaemons/x.plist',
    '/private/etc/hosts',
    '/private/tmp/x',
    '/usr/local/bin/x',
    '/opt/homebrew/bin/node',
    '/bin/sh',
    `${OWN}/quarantine/x`,
    `${OWN}/x`,
    `${APP}/../x`,
    '/dev/disk0',
    '/dev/ttys000',
    '/private/var/at/tabs/ada',
  ]),
  ...rows('allow', 'file-write-data', ['/dev/null', '/dev/zero', '/dev/fd/1', '/dev/ptmx']),
  ...rows('deny', ['file-write-create', 'file-write-unlink'], ['/dev/null', '/dev/fd/1']),
  // Second names and copies of the file system would be read under rules for those names.
  ...rows(
    'deny',
    ['file-link', 'file-clone', 'file-mknod', 'file-mount', 'file-issue-extension'],
    [`${APP}/x`, `${APP}/.env`, `${HOME}/.ssh/id_ed25519`],
  ),
  // Rights.
  ...rows('deny', 'file-write-setugid', [`${APP}/x`, `${OWN}/tmp/x`]),
  ...rows('deny', 'process-exec', [
    { path: '/usr/bin/sudo', mode: 0o4755 },
    { path: '/bin/ps', mode: 0o4755 },
    { path: `${APP}/x`, mode: 0o2755 },
  ]),
  ...rows('deny', 'file-write-create', [
    { path: `${APP}/x`, vnode: 'BLOCK-DEVICE' },
    { path: `${APP}/x`, vnode: 'CHARACTER-DEVICE' },
  ]),
  ...rows('allow', 'file-write-create', [
    { path: `${APP}/x`, vnode: 'SYMLINK' },
    { path: `${APP}/x`, vnode: 'DIRECTORY' },
  ]),
]
