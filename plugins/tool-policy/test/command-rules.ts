/** Lists of commands as operators write them, by name. */
export const RULES = {
  reads: ['git status', 'git status *', 'git log *', 'git diff *', 'git show *'],
  git: ['git *'],
  node: ['npm test', 'npm run *', 'node scripts/*.js *', 'npx tsc --noEmit', 'npx vitest run *'],
  look: [
    'ls *',
    'cat *',
    'head *',
    'tail *',
    'wc *',
    'grep *',
    'rg *',
    'sort *',
    'uniq *',
    'cut *',
    'pwd',
    'echo *',
    'cd *',
  ],
  find: ['find *', 'grep *', 'wc *', 'xargs *'],
  wraps: ['timeout *', 'nice *', 'env *', 'time *', 'git status *', 'npm test'],
  languages: ['python *', 'python3 *', 'node *', 'perl *', 'python -m pytest *'],
  fixed: ['sed -n 1,80p *', 'make build', './run.sh *', 'tar tf *', 'go test *', 'cargo build *'],
  build: [
    'pnpm install',
    'pnpm run *',
    'pnpm -r build',
    'pnpm --filter * test',
    'npm *',
    'cargo test *',
    'make *',
    'go build *',
    'tsc *',
    'cd *',
  ],
  files: ['mkdir *', 'cp *', 'mv *', 'touch *', 'tar *', 'zip *', 'tree *', 'less *', 'man *', 'rsync *'],
  scripts: ['ruby *', 'php *', 'deno run *', 'bun run *', 'bash scripts/*.sh', 'awk {print} *'],
  passes: ['sudo systemctl status *', 'nohup npm test', 'xargs *', 'env *', 'jq *', 'cat *', 'git status *'],
} as const satisfies Readonly<Record<string, readonly string[]>>
/** The name of one of RULES. */
export type RuleName = keyof typeof RULES
/** A list and a command line. */
export type Row = readonly [RuleName, string]
