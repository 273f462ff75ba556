import { commands } from './commands.ts'
import { hasOption, programs, type Call, type Programs } from './program.ts'

/** Programs for containers and clusters. */
export const CLUSTERS: Programs = {
  ...programs(
    'docker podman nerdctl',
    commands(
      {
        read: 'ps, images, logs, inspect, version, info, stats, top, port, diff, history, search, events, network ls, network inspect, volume ls, volume inspect, container ls, container inspect, container logs, image ls, image inspect, image history, system df, system info, context ls, compose ps, compose logs, compose config, compose images, compose top, compose ls, compose version, buildx ls, manifest inspect, container list, context show, scout, compose port',
        mutate:
          'build, pull, run, create, start, stop, restart, pause, unpause, tag, cp, commit, exec, save, load, import, export, rename, update, wait, attach, login, logout, network create, network connect, volume create, compose up, compose build, compose pull, compose start, compose stop, compose restart, compose exec, compose run, compose create, compose down, compose watch, buildx build, buildx create, buildx use, image pull, image build, container start, container stop, container exec, container run, context use, push, compose push, kill',
        sensitive: 'push, compose push, login',
        valued: '-f --file -p --project-name -H --host -c --context --profile --env-file',
      },
      containers,
    ),
  ),
  'docker-compose': commands(
    {
      read: 'ps, logs, config, images, top, ls, version, port',
      mutate: 'up, build, pull, start, stop, restart, exec, run, create, down, watch',
      valued: '-f --file -p --project-name --profile --env-file',
    },
    containers,
  ),
  ...programs(
    'kubectl oc',
    commands(
      {
        read: 'get, describe, logs, top, explain, version, api-resources, api-versions, cluster-info, config view, config get-contexts, config current-context, diff, auth can-i, auth whoami, rollout status, rollout history, events, wait, kustomize, config get-clusters',
        mutate:
          'apply, create, patch, edit, scale, autoscale, expose, label, annotate, rollout restart, rollout undo, rollout pause, rollout resume, set, run, port-forward, proxy, cp, config use-context, config set-context, attach, exec, cordon, uncordon',
        sensitive:
          'apply, create, patch, edit, scale, expose, set, rollout restart, rollout undo, run, exec, cp, cordon',
        valued: '-n --namespace --context --kubeconfig --cluster --user -s --server',
        destroys: '--force --prune --all --grace-period',
      },
      clusters,
    ),
  ),
  helm: commands({
    read: 'list, ls, status, get, history, show, search, template, lint, version, env, repo list, dependency list, verify, diff',
    mutate:
      'install, upgrade, rollback, repo add, repo update, pull, package, create, dependency update, dependency build, test, push',
    sensitive: 'install, upgrade, rollback, push',
    valued: '-n --namespace --kube-context',
    destroys: '--force --reset-values',
  }),
}

function containers({ args, values, input, line }: Call, command: string): void {
  const { grade } = line
  if (/(?:^|\s)down$/.test(command) && hasOption(values, '-v --volumes --rmi'))
    grade.raise('destructive', 'shell.docker', 'it deletes volumes or images')
  if (/(?:^|\s)(?:run|create)$/.test(command)) {
    if (
      hasOption(values, '--privileged --cap-add --device --security-opt --userns') ||
      values.some(
        (value, i) =>
          /^(?:\/|~\/?|\$\{?HOME\}?\/?|\/(?:etc|var\/run|root|home|proc|sys|dev)[^:]*):/.test(
            value.replace(/^(?:-v|--volume)=?/, ''),
          ) &&
          (/^(?:-v|--volume)$/.test(values[i - 1] ?? '') || /^(?:-v|--volume)=?/.test(value)),
      ) ||
      values.some((value) => /docker\.sock|^--(?:pid|net|network|ipc|uts)=host$|source=\/[,\s]/.test(value))
    )
      grade.raise('destructive', 'shell.docker', 'the container reaches the machine')
  }
  if (/(?:^|\s)exec$/.test(command)) runInside(args, values, input, line)
}

/** The command behind `exec`, its options and the name of the container. */
function runInside(args: Call['args'], values: readonly string[], input: Call['input'], line: Call['line']): void {
  const valued = new Set('-u --user -e --env -w --workdir --env-file -n --namespace -c --container --index'.split(' '))
  let hasTarget = false
  for (let i = values.indexOf('exec') + 1; i < values.length; i++) {
    const value = values[i] ?? ''
    if (valued.has(value)) i++
    else if (value.startsWith('-')) continue
    else if (!hasTarget) hasTarget = true
    else return line.run(args.slice(i), input)
  }
}

function clusters({ values, args, input, line }: Call, command: string): void {
  const { grade } = line
  if (command === 'exec') return runInside(args, values, input, line)
  if (/^(?:get|describe|edit)$/.test(command) && values.some((value) => /^secrets?(?:\/|$|,)/i.test(value))) {
    grade.mark('shell.kubectl.secret', 'it shows secrets of the cluster')
    line.readsSecrets = true
  }
  if (/^(?:apply|create)$/.test(command) && values.some((value) => /^https?:/.test(value)))
    grade.raise('destructive', 'shell.kubectl', 'it applies what stands elsewhere')
  if (
    /^(?:create|run|set|edit)$/.test(command) &&
    values.some((value) =>
      /^(?:clusterrole|role|clusterrolebinding|rolebinding|serviceaccount|sa|token|subject)s?$/i.test(value),
    )
  )
    grade.raise('destructive', 'shell.kubectl', 'it gives rights in the cluster')
  if (command === 'patch' && values.some((value) => /:\s*null\b|"op"\s*:\s*"(?:remove|move)"|\$patch/.test(value)))
    grade.raise('destructive', 'shell.kubectl', 'it takes away a part of a resource')
  if (command === 'scale' && values.some((value) => /^--replicas=0$/.test(value)))
    grade.raise('destructive', 'shell.kubectl', 'it stops a service')
}
