import { gradeTask } from './changing.ts'
import { commands } from './commands.ts'
import { hasOption, operandsOf, programs, type Call, type Programs } from './program.ts'
import { fetchedFrom } from './runners.ts'

const NODE_READ =
  'ls, list, view, info, show, outdated, audit, search, config get, config list, root, prefix, bin, why, explain, ping, fund, doctor, pkg get, licenses, query, whoami, --version, cache ls, repo, docs, diff, dedupe --dry-run, store path, env list, workspaces list, prune --dry-run'
const NODE_WRITE =
  'install, i, ci, add, update, up, upgrade, run, run-script, test, t, tst, start, stop, restart, build, rebuild, init, create, link, pack, pkg set, dedupe, version, exec, x, dlx, set, import, install-test, lint, dev, check, typecheck, format, coverage, e2e, preview, watch, compile, serve, clean, cache verify, workspace, workspaces, remove, uninstall, rm, un, prune, deploy --dry-run, patch, patch-commit, store prune, setup, audit fix, config set, lint:fix, test:unit, node, bench, generate, approve-builds, fetch, shrinkwrap'

/** Programs that fetch, build and publish packages. */
export const PACKAGES: Programs = {
  ...programs(
    'npm pnpm yarn bun-install',
    commands(
      {
        read: NODE_READ,
        mutate: NODE_WRITE,
        valued: '-C --prefix --filter -F -w --workspace --cwd --dir',
        sensitive: 'config set',
      },
      packageScripts,
    ),
  ),
  ...programs(
    'pip pip3 uv poetry pipenv pdm conda mamba',
    commands(
      {
        read: 'list, show, freeze, check, search, index, config list, config get, debug, inspect, tree, env list, env info, info, --version, version, cache info, cache list, pip list, pip show, pip freeze, pip check, python list, python find, lock --check, about',
        mutate:
          'install, download, wheel, add, sync, lock, update, upgrade, run, shell, venv, init, new, build, create, activate, env create, env use, export, pip install, pip sync, pip compile, tool install, tool run, python install, python pin, remove, uninstall, pip uninstall, config set, cache purge, cache clean, clean, self update, format',
        valued: '-n --directory --project -C --index-url -i',
      },
      pythonPackages,
    ),
  ),
  ...programs(
    'cargo',
    commands({
      read: 'tree, metadata, search, locate-project, pkgid, verify-project, info, --version, read-manifest, config get',
      mutate:
        'build, b, check, c, test, t, run, r, bench, doc, d, fmt, clippy, fix, add, remove, update, generate-lockfile, init, new, fetch, install, vendor, clean, package, nextest, watch, audit, deny, expand, machete, outdated, llvm-cov, sqlx prepare, uninstall',
      valued: '--manifest-path -Z --config',
    }),
  ),
  go: commands(
    {
      read: 'list, doc, env, version, mod graph, mod why, mod verify, vet, help, tool',
      mutate:
        'build, test, run, fmt, get, install, generate, mod tidy, mod init, mod download, mod vendor, mod edit, work, fix, clean, work sync',
    },
    ({ values, line }) => {
      if (values[0] === 'env' && hasOption(values, '-w -u'))
        line.grade.raise('destructive', 'shell.go', 'it changes where code comes from')
    },
  ),
  ...programs(
    'gem bundle composer pod',
    commands(
      {
        read: 'list, info, search, outdated, show, env, check, which, --version, validate, depends, why, config list',
        mutate:
          'install, update, add, exec, init, lock, package, pristine, clean, dump-autoload, require, create-project, run-script, remove, uninstall, config, dumpautoload, open, binstubs',
      },
      bundled,
    ),
  ),
  ...programs(
    'apt apt-get apt-cache dpkg dnf yum apk pacman brew port snap flatpak zypper choco winget nix nix-env nix-shell',
    commands({
      read: 'list, show, search, policy, depends, rdepends, info, -l, -L, -s, -S, --list, outdated, deps, leaves, config, doctor, --version, repolist, check-update, home, cat, desc, uses, services list, download, --prefix',
      mutate:
        'update, install, upgrade, add, build-dep, install --reinstall, makecache, services start, services restart, tap, link, fetch, pin, bundle, reinstall, develop, build, run, shell, flake',
      sensitive: 'install, upgrade, add',
      destroys: '--purge --force-remove-essential --allow-remove-essential',
    }),
  ),
  ...programs(
    'nvm fnm volta pyenv rbenv asdf mise rustup sdk jenv nodenv corepack',
    commands({
      read: 'ls, list, current, version, versions, which, where, ls-remote, show, --version, whence, doctor, toolchain list',
      mutate:
        'use, install, default, local, global, shell, update, pin, exec, enable, component add, target add, toolchain install, reshim, plugin add, alias, run, prepare, trust, override set',
    }),
  ),
}

function packageScripts({ args, values, line }: Call, command: string): void {
  const operands = operandsOf(values, '-C --prefix --filter -F -w --workspace --cwd --dir')
  if (/^(?:exec|x|dlx)$/.test(command)) {
    const at = values.indexOf(command)
    const rest = args.slice(at + 1).filter(({ value }, i) => i > 0 || value !== '--')
    return command === 'exec' ? line.run(rest, 'none') : fetchedFrom(rest, line)
  }
  if (
    /^(?:install|i|add|ci|link)$/.test(command) &&
    operands.slice(1).some((value) => /^(?:https?:|git\+http:)/.test(value))
  )
    line.grade.raise('destructive', 'shell.npm', 'it installs code from a place that is not the usual one')
  if (command === 'audit' && hasOption(values, '--force'))
    line.grade.raise('destructive', 'shell.npm', 'it replaces versions by force')
  if (command === 'config set' && /script-shell|registry|prefix|ignore-scripts|node-options/.test(values.join(' ')))
    line.grade.raise('destructive', 'shell.npm', 'it changes where code comes from')
  if (/^(?:run|run-script)$/.test(command)) gradeTask(operands[1] ?? '', line)
}

/** What `bundle exec` and `composer exec` run. */
function bundled({ args, values, line }: Call, command: string): void {
  if (command === 'exec') line.run(args.slice(values.indexOf('exec') + 1), 'none')
}

function pythonPackages({ args, values, line }: Call, command: string): void {
  if (command === 'run' || command === 'tool run') {
    const at = values.indexOf('run')
    line.run(
      args
        .slice(at + 1)
        .filter(({ value }) => !/^--(?:no-sync|frozen|locked|quiet|no-project|active|all-extras)$/.test(value)),
      'none',
    )
  }
  if (
    /install|download|add/.test(command) &&
    (hasOption(values, '--extra-index-url --trusted-host --index-url') ||
      values.some((value) => /^(?:git\+|https?:)/.test(value)))
  )
    line.grade.raise('destructive', 'shell.pip', 'it installs code from a place that is not the usual one')
}
