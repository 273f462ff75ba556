import { GIT } from './playground.ts'

/** Something that an agent leaves so that the developer's own git runs its program later. */
export interface GitAttack {
  readonly name: string
  /** Where the developer calls git then; undefined where that cannot be named. */
  readonly folder: string | undefined
  readonly script: string
}

const START = `printf '#!/bin/sh\\ntouch "$PWNED"\\nexit 1\\n' > evil.sh; chmod +x evil.sh; E="$PWD/evil.sh"; ${GIT} init -q new`
const attack = (name: string, folder: string | undefined, script: string): GitAttack => ({
  name,
  folder,
  script: `${START}; ${script}`,
})
const section = (file: string): string =>
  `printf '[core]\\nrepositoryformatversion = 0\\nfsmonitor = %s\\n' "$E" > ${file}`

/** `new` is a repository that the agent made; the workspace's own is the developer's. */
export const GIT_ATTACKS: readonly GitAttack[] = [
  attack('a hook', 'new', 'cp evil.sh new/.git/hooks/pre-commit'),
  attack('a hook of the developer', '', 'cp evil.sh .git/hooks/pre-commit; cp evil.sh new/.git/hooks/pre-commit'),
  attack(
    'hooks that are a link',
    'new',
    'mkdir h; cp evil.sh h/pre-commit; rm -r new/.git/hooks; ln -s ../../h new/.git/hooks',
  ),
  attack('core.fsmonitor', 'new', 'git -C new config core.fsmonitor "$E"'),
  attack('core.hooksPath', 'new', 'mkdir h; cp evil.sh h/pre-commit; git -C new config core.hooksPath "$PWD/h"'),
  attack('an included config', 'new', `${section('inc')}; git -C new config include.path ../../inc`),
  attack('a filter', 'new', `git -C new config filter.x.clean "$E"; echo '* filter=x' > new/.gitattributes`),
  attack(
    'the upload pack of a remote',
    'new',
    'git -C new config remote.origin.url ..; git -C new config remote.origin.uploadpack "$E"',
  ),
  attack('a key beside its section', 'new', `printf '[core] fsmonitor = %s\\n' "$E" >> new/.git/config`),
  attack('a section in other letters', 'new', `printf '[CoRe]\\nFSMonitor=%s\\n' "$E" >> new/.git/config`),
  attack(
    'a value over two lines',
    'new',
    `printf '[user]\\nname = a\\\\\\n\\n[core]\\nfsmonitor = %s\\n' "$E" >> new/.git/config`,
  ),
  attack('a config that is a link', 'new', `${section('c')}; ln -sf ../../c new/.git/config`),
  attack(
    'config.worktree',
    'new',
    `git -C new config extensions.worktreeConfig true; ${section('new/.git/config.worktree')}`,
  ),
  attack(
    'commondir',
    'new',
    'cp -r new/.git c; git config --file c/config core.fsmonitor "$E"; echo ../../c > new/.git/commondir',
  ),
  attack(
    'commondir of the developer',
    '',
    'cp -r .git c; git config --file c/config core.fsmonitor "$E"; echo ../c > .git/commondir',
  ),
  attack(
    'a .git file to a prepared folder',
    'w',
    `mv new/.git evil; git config --file evil/config core.fsmonitor "$E"; mkdir w; echo 'gitdir: ../evil' > w/.git`,
  ),
  attack(
    'a .git file into the objects',
    'w',
    `mv new/.git .git/objects/e; git config --file .git/objects/e/config core.fsmonitor "$E"; mkdir w; echo 'gitdir: ../.git/objects/e' > w/.git`,
  ),
  attack(
    'a .git that is a link',
    'w',
    'mv new/.git evil; git config --file evil/config core.fsmonitor "$E"; mkdir w; ln -s ../evil w/.git',
  ),
  attack(
    'a bare repository in a folder',
    'docs',
    'mv new/.git docs; git config --file docs/config core.worktree "$PWD"; git config --file docs/config core.fsmonitor "$E"',
  ),
  attack(
    'one with its settings elsewhere',
    'docs',
    'cp -r new/.git c; git config --file c/config remote.origin.url ..; git config --file c/config remote.origin.uploadpack "$E"; mkdir docs; cp new/.git/HEAD docs/HEAD; echo ../c > docs/commondir',
  ),
  attack(
    'a repository in node_modules',
    'node_modules/x',
    'mkdir node_modules; mv new node_modules/x; git -C node_modules/x config core.fsmonitor "$E"',
  ),
  attack('a repository below a repository', 'new/b', `${GIT} init -q new/b; git -C new/b config core.fsmonitor "$E"`),
  attack(
    'a submodule of an odd name',
    'new',
    `mkdir -p .git/modules; mv new/.git .git/modules/objects; git config --file .git/modules/objects/config core.fsmonitor "$E"; echo 'gitdir: ../.git/modules/objects' > new/.git`,
  ),
  attack(
    'settings of a worktree',
    'wt',
    `git worktree add -q wt -b wt2; cp -r .git c; git config --file c/config core.fsmonitor "$E"; echo "$PWD/c" > .git/worktrees/wt/commondir`,
  ),
  attack(
    'a folder whose name is no UTF-8',
    undefined,
    `d=$(printf 'd\\377'); mkdir "$d"; mv new "$d/"; cp evil.sh "$d/new/.git/hooks/pre-commit"`,
  ),
  attack(
    'folders whose names are no UTF-8 beside one that is written alike',
    undefined,
    `for d in '\\357\\277\\275' '\\377' '\\376'; do mkdir "$(printf "d$d")"; cp -r new "$(printf "d$d/")"; cp evil.sh "$(printf "d$d/new/.git/hooks/pre-commit")"; done`,
  ),
  attack(
    'a folder into which nobody looks',
    undefined,
    'chmod 000 new; i=0; while [ $i -lt 40 ]; do n=$(printf %0200d 1); mkdir $n; cd $n; i=$((i+1)); done',
  ),
]
