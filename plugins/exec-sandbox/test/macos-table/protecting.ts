import { APP, HOME, MAIN, OWN, POLICIES } from '../macos-policies.ts'
import { below, READ, rows, TOUCH, WRITE, type Row } from './rows.ts'

const ODD = POLICIES.odd.policy.workspace

/** What is protected and hidden in the workspace and in what git shares. */
export const PROTECTING: readonly Row[] = [
  ...rows('allow', READ, below(APP, '.git/hooks/pre-commit', '.git/config', '.zshrc')),
  ...rows('deny', TOUCH, [
    ...below(APP, '.git/hooks', '.git/hooks/pre-commit', '.git/config', '.zshrc', '.vscode', '.vscode/tasks.json'),
    ...below(APP, 'packages/web/.git/hooks/x', 'src/../.git/hooks/x', './.git//config'),
    // A file system that takes these for the same is asked with the name as it was typed, where there is none yet.
    ...below(APP, '.GIT/HOOKS/pre-commit', '.Git/Config', '.VSCODE/tasks.json', '.ZshRC', 'packages/WEB/.git/hooks/x'),
    ...below(APP, 'straße.md', 'STRASSE.md', 'Straße.md'.normalize('NFD')),
  ]),
  ...rows(
    'deny',
    ['file-write-unlink', 'file-write-create'],
    [
      APP,
      ...below(
        APP,
        '.git',
        'packages',
        'packages/web',
        'packages/web/.git',
        '.GIT',
        'Packages',
        'Packages/Web',
        'packages/web/.GIT',
      ),
      `${OWN}/home`,
      `${OWN}/tmp`,
    ],
  ),
  ...rows('allow', ['file-write-mode', 'file-write-times'], below(APP, '.git', 'packages')),
  // Hidden files: seen, not read, not changed and not moved to where they could be.
  ...rows(
    'deny',
    [READ, 'file-read-xattr', 'file-map-executable', 'process-exec', ...TOUCH],
    [
      ...below(
        APP,
        '.env',
        'packages/web/.env.local',
        '.ENV',
        'packages/web/.Env.Local',
        'src/../.env',
        '.env/..namedfork/data',
      ),
    ],
  ),
  ...rows('allow', 'file-read-metadata', below(APP, '.env')),
  ...rows('allow', READ, below(APP, '.env.example', 'packages/web/.env.local.md')),
  // A linked worktree: the repository is written, what it runs is not.
  ...rows('allow', WRITE, below(MAIN, 'objects/aa/bb', 'worktrees/app/index', 'refs/heads/x'), 'worktree'),
  ...rows('allow', READ, [`${MAIN}/config`, `${APP}/.git`], 'worktree'),
  ...rows(
    'deny',
    TOUCH,
    [...below(MAIN, 'hooks/x', 'config', 'modules/lib/hooks/x', 'Hooks/x'), `${APP}/.git`],
    'worktree',
  ),
  ...rows(
    'deny',
    ['file-write-unlink', 'file-write-create'],
    [MAIN, `${MAIN}/modules`, `${MAIN}/modules/lib`, `${MAIN}/Modules`],
    'worktree',
  ),
  ...rows('deny', [READ, ...WRITE], ['/Users/ada/code/main/src/a.ts', '/Users/ada/code/main/.git2'], 'worktree'),
  ...rows('deny', [READ, ...WRITE], [`${MAIN}/objects/aa/bb`]),
  // Nothing in a path is read as part of the profile.
  ...rows(
    'allow',
    WRITE,
    [`${ODD}/a`].map((path) => ({ path })),
    'odd',
  ),
  ...rows(
    'deny',
    TOUCH,
    ['.git/hooks/x', '.GIT/hooks'].map((path) => ({ path: `${ODD}/${path}` })),
    'odd',
  ),
  ...rows(
    'deny',
    READ,
    [`${ODD}/.env`, `${HOME}/.ssh/id_ed25519`, '/Users/ada/x'].map((path) => ({ path })),
    'odd',
  ),
  ...rows(
    'deny',
    'file-write-unlink',
    [`${ODD}/.git`, ODD].map((path) => ({ path })),
    'odd',
  ),
  // Without anything protected the folders themselves still stay.
  ...rows('deny', 'file-write-unlink', [APP, `${OWN}/home`], 'bare'),
  ...rows('allow', WRITE, [`${APP}/.git/hooks/x`], 'bare'),
]
