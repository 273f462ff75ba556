import { posix } from 'node:path'
import type { Grade } from '../action.ts'

/** Longest path that is looked at, in UTF-16 code units: that of Linux. */
const MAX_LENGTH = 4096

/** Folders of the system; `/dev/null` and the like are no files. */
const SYSTEM =
  /^(?:\/(?:etc|usr(?!\/src\/)|bin|sbin|boot|lib(?:32|64)?|dev|proc|sys|system|library|private\/etc|var\/(?:spool|lib|run|cron|log|backups?)|run)(?:\/|$)|[a-z]:\/(?:windows|program files|programdata)(?:\/|$)|\/$|~\/?$|\/(?:home|users)\/[^/]+\/?$)/
const NO_FILE = /^\/dev\/(?:null|stdout|stderr|tty|fd\/\d+)$/
/** Files that make something run: when a shell, an editor, git, an agent or the machine starts. */
const STARTS =
  /(?:^|\/)(?:\.(?:bashrc|bash_profile|bash_login|bash_logout|bash_aliases|zshrc|zprofile|zshenv|zlogin|profile|cshrc|tcshrc|kshrc|inputrc|xinitrc|xprofile|xsession|vimrc|exrc|emacs|gitconfig|gitmodules|envrc|pythonrc|pam_environment|mcp\.json|netrc)$|\.ssh(?:\/|$)|\.gnupg(?:\/|$)|\.aws(?:\/|$)|\.kube(?:\/|$)|\.git(?:\/|$)|\.husky(?:\/|$)|\.config\/(?:fish|autostart|systemd|git|nvim)\/|\.local\/(?:bin|share\/applications)\/|\.docker\/config\.json$|\.vscode\/(?:tasks|launch|mcp)\.json$|\.(?:claude|cursor|codex|gemini|windsurf)\/|\.devcontainer\/|launch(?:agents|daemons)\/|cron(?:tab|\.[a-z]+)(?:\/|$)|authorized_keys$|sudoers(?:\.d)?(?:\/|$)|sitecustomize\.py$|usercustomize\.py$|[^/]*\.pth$|start menu\/|ringwall\.(?:ya?ml|json|ts)$|\.ringwall(?:\/|$))/
/** What builds, releases and pins a project. */
const PROJECT =
  /(?:^|\/)(?:\.github\/(?:workflows|actions)\/|\.gitlab-ci\.ya?ml$|\.circleci\/|\.buildkite\/|\.travis\.yml$|jenkinsfile$|azure-pipelines\.ya?ml$|bitbucket-pipelines\.ya?ml$|codeowners$|\.npmrc$|\.yarnrc(?:\.yml)?$|\.pypirc$|\.pre-commit-config\.yaml$|\.vscode\/settings\.json$|package-lock\.json$|npm-shrinkwrap\.json$|yarn\.lock$|pnpm-lock\.yaml$|bun\.lockb?$|cargo\.lock$|poetry\.lock$|uv\.lock$|pipfile\.lock$|gemfile\.lock$|composer\.lock$|go\.sum$|flake\.lock$)/
/** What holds secrets. */
const SECRET =
  /(?:^|\/)(?:\.env(?:\.(?!(?:example|sample|template|dist|defaults)$)[\w.-]*)?$|\.ssh(?:\/|$)|\.gnupg(?:\/|$)|\.aws(?:\/|$)|\.azure(?:\/|$)|\.config\/(?:gcloud|gh|op)(?:\/|$)|\.kube(?:\/|$)|\.docker\/config\.json$|\.netrc$|\.npmrc$|\.pypirc$|\.git-credentials$|\.pgpass$|\.my\.cnf$|\.vault-token$|\.(?:bash|zsh|python|psql|mysql)_history$|id_(?:rsa|dsa|ecdsa|ed25519)$|credentials(?:\.(?:json|ya?ml|csv))?$|secrets?\.(?:json|ya?ml|toml|env)$|service[-_]?account[\w.-]*\.json$|terraform\.tfstate|[^/]*\.(?:pem|p12|pfx|jks|keystore|kdbx|ppk)$|login data$|cookies(?:\.sqlite)?$|key\d\.db$|wallet\.dat$|keychains\/|master\.key$|g?shadow-?$|\.ringwall\/)|^\/proc\/[^/]+\/(?:environ|mem|maps)$|^\/run\/secrets\//

/** Grades one path that is read or written; true for one that holds secrets. Only the name is known, not what lies there. */
export function gradePath(path: string, isWrite: boolean, grade: Grade): boolean {
  if (path.length > MAX_LENGTH) {
    if (isWrite) grade.raise('destructive', 'path.limit', 'a path is longer than any file system has')
    return false
  }
  const plain = normal(path)
  const isSecret = SECRET.test(plain) || isKey(posix.basename(plain))
  if (isSecret) grade.mark('path.secret', 'a path leads to what holds secrets')
  if (!isWrite || NO_FILE.test(plain)) return isSecret
  // As deep as the workspace lies, enough steps up lead to the root.
  const above = plain.startsWith('../') ? plain.replace(/^(?:\.\.\/)+/, '/') : plain
  if (SYSTEM.test(above)) grade.raise('destructive', 'path.system', 'it writes where the system lies')
  else if (STARTS.test(plain))
    grade.raise('destructive', 'path.start', 'it writes a file that makes something run later, or that gives rights')
  else if (PROJECT.test(plain)) grade.mark('path.project', 'it writes what builds, releases or pins the project')
  return isSecret
}

function isKey(name: string): boolean {
  return name.endsWith('.key') && /private|server|tls|ssl|client/.test(name)
}

function normal(path: string): string {
  const text = path
    .normalize('NFKC')
    .trim()
    .replace(/^file:\/\/(?=\/)/i, '')
    .replaceAll('\\', '/')
    .toLowerCase()
  const home = text.replace(/^(?:\$home|\$\{home\}|%userprofile%)(?=\/|$)/, '~')
  return posix.normalize(home.replace(/^~\/(?:library)\//, '~/lib/'))
}
