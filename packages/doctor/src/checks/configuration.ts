import { extname } from 'node:path'
import { ConfigError, DEFAULT_LAYERS, formatProblem, type Problem } from '@ringwall/config'
import { messageOf } from '@ringwall/core'
import { fail, GROUPS, pass, verdict, type Check, type Place } from '../check.ts'
import { isOver } from '../suppress.ts'

const MAX_PROBLEMS = 20

/** Whether there is a config, whether it can be used, and what of it is left out. `ids`: the ids of all checks. */
export function configurationChecks(ids: () => readonly string[]): readonly Check[] {
  return [
    {
      id: 'config-found',
      group: 'configuration',
      title: 'A config file says what is meant',
      severity: 'low',
      meaning:
        'Without a file the defaults stand: strict, but a file in another folder that somebody believes to be in force is not read.',
      fix: 'Write ringwall.yaml in the folder from which Ringwall is started, or name the file with --config.',
      fixable: false,
      async look(subject) {
        const { path } = await subject.file()
        return path === undefined ? fail({ found: 'there is no config file in this folder' }) : pass()
      },
    },
    {
      id: 'config-valid',
      group: 'configuration',
      title: 'The config can be used',
      severity: 'critical',
      meaning: 'Nothing starts on a config that is not understood in full, so nothing guards the agent.',
      fix: 'Correct each problem that is listed; `ringwall schema` prints every key with its limits.',
      fixable: false,
      async look(subject) {
        const loaded = await subject.loaded()
        if ('model' in loaded) return pass()
        const { path } = await subject.file()
        const { error } = loaded
        if (!(error instanceof ConfigError))
          return fail({ found: subject.secrets.hide(messageOf(error)), ...(path !== undefined && { file: path }) })
        return fail(...error.problems.slice(0, MAX_PROBLEMS).map(toPlace))
      },
    },
    {
      id: 'config-warnings',
      group: 'configuration',
      title: 'The config gives no cause for a warning',
      severity: 'medium',
      meaning:
        'Something is accepted that is seldom meant: a secret file that other users can read, a token of an agent that has no entry.',
      fix: 'Do what each warning says.',
      fixable: false,
      look: async (subject) => verdict((await subject.model()).warnings.map(toPlace)),
    },
    {
      id: 'config-is-data',
      group: 'configuration',
      title: 'The config file is data, not a program',
      severity: 'low',
      meaning:
        'A config in TypeScript runs with the rights of Ringwall: whoever can change it runs code outside of every layer.',
      fix: 'Write it as ringwall.yaml, unless it has to be computed.',
      fixable: false,
      async look(subject) {
        const { path } = await subject.file()
        if (path === undefined) return pass('there is no config file')
        const isProgram = ['.ts', '.mts'].includes(extname(path).toLowerCase())
        return isProgram ? fail({ found: 'the file is a program', file: path }) : pass()
      },
    },
    {
      id: 'config-preset',
      group: 'configuration',
      title: 'The preset brings the layers of later releases',
      severity: 'medium',
      meaning: 'With `preset: none` a layer that a release adds is not there until somebody writes it down.',
      fix: 'Take `preset: none` away, and switch off by name what is not meant.',
      fixable: false,
      async look(subject) {
        const { view } = await subject.model()
        return view.body['preset'] === 'none' ? fail(await subject.inConfig(['preset'], 'the preset is none')) : pass()
      },
    },
    {
      id: 'layers-on',
      group: 'configuration',
      title: 'Every layer of this release is on',
      severity: 'high',
      meaning: 'A layer that is off sees nothing and stops nothing, for every agent.',
      fix: 'Switch it on, or suppress this finding with the reason why the threat does not exist here.',
      fixable: false,
      async look(subject) {
        const layers = await subject.layers()
        const off = DEFAULT_LAYERS.filter((name) => !layers.some((layer) => layer.name === name && layer.isOn))
        const places: Place[] = []
        for (const name of off)
          places.push(await subject.inConfig(['layers', await subject.layerKey(name)], `${name} is off`))
        return verdict(places)
      },
    },
    {
      id: 'log-level',
      group: 'configuration',
      title: 'The log does not tell everything',
      severity: 'low',
      meaning:
        'At the level debug the log has far more of what passes than anybody needs, and is kept longer than anybody knows.',
      fix: 'Set `log.level` to info or above.',
      fixable: false,
      async look(subject) {
        const { log } = await subject.model()
        return log.level === 'debug' ? fail(await subject.inConfig(['log', 'level'], 'the level is debug')) : pass()
      },
    },
    {
      id: 'suppressions',
      group: 'configuration',
      title: 'Every suppression names a check and still counts',
      severity: 'medium',
      meaning: 'A suppression that is over, or that names no check, hides nothing, and nobody has looked at it since.',
      fix: 'Take it away, correct the name, or renew it with a date.',
      fixable: false,
      async look(subject) {
        const { suppressions = [] } = await subject.model()
        const known = new Set<string>([...GROUPS, ...ids()])
        const places: Place[] = []
        for (const one of suppressions) {
          const name = JSON.stringify(one.check)
          if (!known.has(one.check))
            places.push(await subject.inConfig(['doctor', 'suppress'], `${name} is no check and no group`))
          else if (isOver(one, subject.now))
            places.push(await subject.inConfig(['doctor', 'suppress'], `the one of ${name} ended with ${one.until}`))
        }
        return verdict(places)
      },
    },
  ]
}

/** A problem of the config as a place in its file. */
export function toPlace(problem: Problem): Place {
  const { file, line, column, ...said } = problem
  return {
    found: formatProblem(said),
    ...(file !== undefined && { file }),
    ...(line !== undefined && { line }),
    ...(column !== undefined && { column }),
  }
}
