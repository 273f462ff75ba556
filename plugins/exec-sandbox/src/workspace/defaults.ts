/**
 * What runs without the developer's own command (hooks, tasks of editors, start files), and what says what an agent may do. Not here: what
 * runs only by a command that the developer gives (Makefile, package.json, .npmrc), what others run after a review (.github), and
 * instructions in prose (AGENTS.md), which agents are asked to write. Repositories of git are protected besides, whatever the list says.
 */
export const PROTECT = [
  '.husky',
  '.githooks',
  '.pre-commit-config.yaml',
  'lefthook.yml',
  'lefthook.yaml',
  '.lefthook.yml',
  '.hg/hgrc',
  '.vscode',
  '.idea',
  '.zed',
  '.fleet',
  '.devcontainer',
  '.devcontainer.json',
  '.dir-locals.el',
  '.exrc',
  '.nvimrc',
  '.nvim.lua',
  '.gdbinit',
  '.lldbinit',
  '.envrc',
  '.mise.toml',
  'mise.toml',
  '.claude',
  '.cursor',
  '.codex',
  '.gemini',
  '.windsurf',
  '.roo',
  '.continue',
  '.mcp.json',
  '.aider.conf.yml',
  '.bashrc',
  '.bash_profile',
  '.bash_login',
  '.bash_logout',
  '.profile',
  '.zshrc',
  '.zshenv',
  '.zprofile',
  '.zlogin',
  'ringwall.yaml',
  'ringwall.yml',
  'ringwall.json',
  'ringwall.ts',
  'ringwall.mts',
  '.ringwall',
] as const

/** Files and protected folders that hold nothing but secrets, Ringwall's own state among them. Not here: keys and certificates by their ending (tests have many), .npmrc (an install needs its settings). */
export const HIDE = [
  '.env',
  '.env.*',
  '.dev.vars',
  '.netrc',
  '_netrc',
  '.pypirc',
  '.pgpass',
  '.git-credentials',
  'id_rsa',
  'id_dsa',
  'id_ecdsa',
  'id_ed25519',
  '.ringwall',
] as const

/** Files beside them that show how one is written. */
export const SHOW = ['.env*.example', '.env*.sample', '.env*.template', '.env*.dist'] as const
