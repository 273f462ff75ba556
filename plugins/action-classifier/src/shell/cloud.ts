import { type ActionClass } from '../action.ts'
import { classOfMethod } from '../arguments/http.ts'
import { commands } from './commands.ts'
import { hasOption, operandsOf, optionValue, programs, type Call, type Programs } from './program.ts'

/** Programs for code hosts, clouds and services. */
export const CLOUD: Programs = {
  ...programs(
    'terraform tofu',
    commands({
      read: 'plan, show, output, validate, version, providers, graph, state list, state show, workspace list, workspace show, console, fmt -check, test',
      mutate: 'init, fmt, get, workspace new, workspace select, login',
      destroys: '-destroy -auto-approve -force',
    }),
  ),
  ...programs(
    'pulumi',
    commands({
      read: 'preview, stack ls, stack output, config, whoami, version, about, logs',
      mutate: 'new, stack init, stack select, login, install',
    }),
  ),
  gh: commands(
    {
      read: 'pr list, pr view, pr diff, pr checks, pr status, issue list, issue view, issue status, repo view, repo list, run list, run view, run watch, run download, workflow list, workflow view, release list, release view, gist list, gist view, auth status, search, status, browse, label list, cache list, api, ruleset, variable list, secret list, project list, project view, org list, attestation verify, release download, config get, config list, codespace list, extension list',
      mutate:
        'pr create, pr comment, pr review, pr edit, pr ready, pr checkout, pr reopen, pr merge, pr close, pr update-branch, issue create, issue comment, issue edit, issue close, issue reopen, issue develop, issue pin, repo clone, repo fork, repo create, repo sync, repo set-default, run rerun, run cancel, workflow run, gist create, gist edit, label create, label edit, gist clone, project item-add, config set, auth login, auth setup-git, codespace create, pr lock',
      sensitive: 'pr merge, pr review, repo create, workflow run, gist create, auth login, repo fork',
      valued: '-R --repo',
    },
    githubApi,
  ),
  glab: commands(
    {
      read: 'mr list, mr view, mr diff, issue list, issue view, ci list, ci view, ci status, repo view, ci get, release list, api, auth status',
      mutate:
        'mr create, mr note, mr update, mr checkout, mr approve, mr merge, issue create, issue note, issue update, issue close, repo clone, repo fork, ci run, ci retry, mr close',
      sensitive: 'mr merge, mr approve, ci run',
      valued: '-R --repo',
    },
    githubApi,
  ),
  ...programs(
    'systemctl service',
    commands({
      read: 'status, list-units, list-unit-files, is-active, is-enabled, is-failed, show, cat, list-timers, get-default, list-dependencies, --failed',
      mutate: 'start, restart, reload, daemon-reload, enable',
      sensitive: 'start, restart, reload, daemon-reload, enable',
    }),
  ),
  ...programs(
    'hostnamectl timedatectl localectl loginctl',
    commands({
      read: 'status, show, list, list-timezones, list-sessions, list-users, list-locales, timesync-status',
      mutate: '',
    }),
  ),
  journalctl: { class: 'read', destroys: '--vacuum-size --vacuum-time --vacuum-files --rotate --flush --sync' },
  ...programs('aws', { class: 'read', judge: aws }),
  ...programs('gcloud az doctl', { class: 'read', judge: cloud }),
  ...programs('gsutil', commands({ read: 'ls, cat, stat, du, version', mutate: 'cp, mb', sensitive: 'cp' })),
  ...programs(
    'heroku fly flyctl vercel netlify railway wrangler firebase supabase eas sst serverless cdk',
    commands({
      read: 'logs, status, list, ls, apps, apps:info, ps, config, releases, whoami, inspect, info, regions, version, --version, projects list, tail, diff, synth, synthesize, d1 list, kv namespace list, deployments list, project ls, functions list, migration list',
      destroys: '--prod --production',
      mutate:
        'dev, login, link, init, env pull, build, start, emulators:start, functions serve, gen types, types, local, open, migration new, db diff, db pull, new, create, emulators:exec, stop, bootstrap',
    }),
  ),
  changeset: commands({ read: 'status', mutate: 'add, version, init' }),
  ...programs(
    'ollama llm claude codex gemini aider',
    commands({ read: 'list, ls, ps, show, --version, models', mutate: 'pull, serve, run' }),
  ),
}

function githubApi({ values, line: { grade } }: Call, command: string): void {
  if (/^(?:pr|mr) (?:merge|close)$/.test(command) && hasOption(values, '-d --delete-branch --admin'))
    grade.raise('destructive', 'shell.gh', 'it deletes the branch, or passes the rules by')
  if (command !== 'api') return
  const method =
    optionValue(values, '-X', '--method') ?? (hasOption(values, '-f -F --field --raw-field --input') ? 'POST' : 'GET')
  const isGraph = values.includes('graphql')
  const text = values.join('\n')
  const of = isGraph ? (/\bmutation\b/.test(text) ? 'destructive' : 'read') : classOfMethod(method)
  grade.raise(of, 'http.method', 'the request changes or deletes something')
}

/** The vendor's own names: the verb stands first in the operation. */
function classOfVerb(operation: string): ActionClass {
  if (
    /^(?:describe|list|get|show|head|lookup|search|query|scan|filter|check|validate|estimate|preview|wait|ls|help|batch-get|select|view|read|tail)(?:-|$)/.test(
      operation,
    )
  )
    return 'read'
  if (/^(?:send-command|start-session|start-automation-execution)$/.test(operation)) return 'destructive'
  return /^(?:tag|untag|start|publish|send|upload|copy|sync|cp|mb|invoke|test|configure|login|init)(?:-|$)/.test(
    operation,
  )
    ? 'mutate'
    : 'destructive'
}

function aws({ values, line }: Call): void {
  const { grade } = line
  const [service = '', operation = ''] = operandsOf(
    values,
    '--profile --region --output --query --endpoint-url --color',
  )
  if (service === '' || service === 'help') return
  const of =
    service === 'configure'
      ? /^(?:list|get|list-profiles)$/.test(operation)
        ? 'read'
        : 'destructive'
      : service === 'sts' && operation === 'get-caller-identity'
        ? 'read'
        : classOfVerb(operation)
  grade.raise(of, 'shell.aws', 'it changes or deletes something in the cloud')
  if (of !== 'read') grade.mark('shell.aws', 'it changes something in the cloud')
  if (
    /^get-(?:secret-value|parameters?|parameters-by-path|login-password|session-token|password-data)$|^assume-role/.test(
      operation,
    )
  ) {
    grade.mark('shell.aws.secret', 'it shows secrets of the cloud')
    line.readsSecrets = true
  }
  if (service === 's3' && hasOption(values, '--delete')) grade.raise('destructive', 'shell.aws', 'it deletes objects')
  if (/^(?:cp|sync|upload)$/.test(operation)) line.sends = true
}

function cloud({ program, values, line }: Call): void {
  const { grade } = line
  const operands = operandsOf(
    values,
    '--project --region --zone --format --filter -o --output -g --resource-group -n --name --subscription --query',
  )
  const classes = operands
    .slice(0, 6)
    .map((word) =>
      /^(?:list|describe|show|get|read|logs|tail|version|info|account|config|auth|projects)$/.test(word)
        ? 'read'
        : undefined,
    )
  const verb = operands.findLast((word) =>
    /^(?:list|describe|show|get|read|get-value|get-iam-policy|list-locations|tail|version|info)$/.test(word),
  )
  const grave = operands
    .slice(1)
    .some((word) =>
      /^(?:create|delete|remove|update|set|add|deploy|start|stop|reset|restart|ssh|import|export|enable|disable|apply|purge|call|submit|cancel|run|activate|login|invoke|access|scp|up|move|failover|set-iam-policy|add-iam-policy-binding|print-access-token|get-credentials|get-access-token|keys)$/.test(
        word,
      ),
    )
  if (grave || (verb === undefined && !classes.every((of) => of === 'read'))) {
    grade.raise('destructive', `shell.${program}`, 'it changes something in the cloud, or is unknown')
    grade.mark(`shell.${program}`, 'it changes something in the cloud')
  }
  if (
    operands.some((word) => /^(?:secrets?|keyvault|access|print-access-token)$/.test(word)) ||
    values.includes('show-connection-string')
  ) {
    grade.mark('shell.cloud.secret', 'it shows secrets of the cloud')
    line.readsSecrets = true
  }
}
