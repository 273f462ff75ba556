import { fieldsOf, looseObjects, schemaOf, type Field, type FieldSchema } from '../config-fields.ts'
import { show } from '../show.ts'
import { problemIf, type Check } from './check.ts'
import type { Subject } from './subject.ts'

const RESERVED = ['enabled', 'mode', 'onFailure', 'deadlineMs', 'loosen']

/** The config is safe by default, strict, described, and says which way each field tightens. */
export function configChecks(subject: Subject): readonly Check[] {
  const { plugin } = subject
  return [
    { name: 'the config accepts {} or the reason why not is given', findProblems: () => findEmptyProblems(subject) },
    {
      name: 'the config refuses unknown keys',
      findProblems: () => looseObjects(schemaOf(plugin)).map((key) => `${key} accepts them; use z.strictObject`),
    },
    {
      name: 'the config has no reserved key',
      findProblems: () =>
        RESERVED.filter((key) => schemaOf(plugin).properties?.[key]).map((key) => `${key} belongs to the kernel`),
    },
    {
      name: 'every field of the config has a description',
      findProblems: () =>
        fieldsOf(schemaOf(plugin))
          .filter(({ schema }) => (schema.description ?? '').trim() === '')
          .map(({ key }) => `${key} has none`),
    },
    {
      name: 'every field of the config says what tightens it, or that it is secret',
      findProblems: () => fieldsOf(schemaOf(plugin)).flatMap(findMarkProblems),
    },
  ]
}

function findEmptyProblems({ plugin, config, configReason }: Subject): readonly string[] {
  if (plugin.config.safeParse({}).success)
    return problemIf(configReason !== undefined, 'it does accept {}; configReason is out of date')
  const given = plugin.config.safeParse(config)
  return [
    ...problemIf(!configReason?.trim(), 'it refuses {}; say why in configReason'),
    ...problemIf(!given.success, `it refuses the config that the test gives too: ${given.error?.message ?? ''}`),
  ]
}

/** A mark that does not fit its field proves nothing, and an agent's override could loosen it unseen. */
function findMarkProblems({ key, schema }: Field): readonly string[] {
  if (schema.secret === true) return []
  const mark = schema.tightens
  const fitting = fittingMarks(schema)
  if (mark === undefined)
    // Nothing but 'any' would fit here, and that must not be said of a field just to pass this check.
    return problemIf(fitting.length > 0, `${key} has no mark; one of ${[...fitting, '"any"'].join(', ')}`)
  const fits =
    mark === 'any' || (Array.isArray(mark) ? isOrderOf(mark, schema.enum) : fitting.includes(JSON.stringify(mark)))
  return problemIf(!fits, `the mark ${show(mark)} of ${key} does not fit its type`)
}

function fittingMarks({ type, enum: values, anyOf = [] }: FieldSchema): readonly string[] {
  if (values) return ['the values from loosest to strictest']
  if (isNumberOrUnlimited(anyOf)) return ['"lower"']
  if (type === 'integer' || type === 'number') return ['"lower"', '"higher"']
  if (type === 'array') return ['"fewer"', '"more"']
  return type === 'boolean' ? ['true', 'false'] : []
}

function isNumberOrUnlimited([number, word, ...others]: readonly FieldSchema[]): boolean {
  return (number?.type === 'integer' || number?.type === 'number') && word?.const === 'unlimited' && others.length === 0
}

function isOrderOf(mark: readonly unknown[], values: readonly unknown[] = []): boolean {
  return mark.length === values.length && values.every((value) => mark.includes(value))
}
