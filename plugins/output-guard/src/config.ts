import { z } from 'zod'
import { formatIdProblem } from '@ringwall/text'

/** The checked config. */
export interface OutputGuardConfig {
  readonly secrets: 'redact' | 'deny'
  readonly warnings: 'flag' | 'redact'
  readonly promptLeaks: 'flag' | 'deny'
  readonly links: LinkConfig
  readonly pii: 'off' | 'flag' | 'redact'
  readonly ignore: readonly string[]
}
/** What happens to addresses that carry data out. */
export interface LinkConfig {
  readonly images: LinkAction
  readonly others: LinkAction
  readonly allowHosts: readonly string[]
}
type LinkAction = (typeof LINK_ACTIONS)[number]
type Input<T> = { readonly [K in keyof T]?: T[K] | undefined }
/** A config as an operator writes it: every field has a default. */
export type OutputGuardInput = Input<Omit<OutputGuardConfig, 'links'>> & {
  readonly links?: Input<LinkConfig> | undefined
}

const LINK_ACTIONS = ['off', 'flag', 'redact', 'deny'] as const

const links = z.strictObject({
  images: z
    .enum(LINK_ACTIONS)
    .default('redact')
    .meta({ tightens: [...LINK_ACTIONS] })
    .describe(
      'What happens to an address that carries data out and is fetched by whatever shows the reply (an image, a frame, a style): `redact` replaces the address.',
    ),
  others: z
    .enum(LINK_ACTIONS)
    .default('flag')
    .meta({ tightens: [...LINK_ACTIONS] })
    .describe('What happens to any other address that carries data out.'),
  allowHosts: z
    .array(
      z
        .string()
        .trim()
        .regex(
          /^[a-z0-9-]{1,63}(?:\.[a-z0-9-]{1,63}){0,20}$/i,
          'must be the name of a host, without scheme, port and path',
        ),
    )
    .default([])
    .meta({ tightens: 'fewer' })
    .describe('Hosts, with their subdomains, to which addresses may carry anything.'),
})

/** Checks and completes what an operator wrote. */
export const outputGuardConfig: z.ZodType<OutputGuardConfig, OutputGuardInput> = z.strictObject({
  secrets: z
    .enum(['redact', 'deny'])
    .default('redact')
    .meta({ tightens: ['redact', 'deny'] })
    .describe('What happens to a reply with a secret: `redact` replaces the secret, `deny` stops the whole reply.'),
  warnings: z
    .enum(['flag', 'redact'])
    .default('flag')
    .meta({ tightens: ['flag', 'redact'] })
    .describe(
      'What happens to bearer headers and JWTs, which are often harmless: `flag` reports them, `redact` treats them as secrets.',
    ),
  promptLeaks: z
    .enum(['flag', 'deny'])
    .default('flag')
    .meta({ tightens: ['flag', 'deny'] })
    .describe('What happens to a reply that recites its system prompt: `flag` reports it, `deny` stops it.'),
  links: links.prefault({}),
  pii: z
    .enum(['off', 'flag', 'redact'])
    .default('off')
    .meta({ tightens: ['off', 'flag', 'redact'] })
    .describe(
      'What happens to personal data: e-mail addresses, telephone numbers, payment cards, IBANs, US social security numbers, IP addresses.',
    ),
  ignore: z
    .array(z.string().superRefine(checkId))
    .default([])
    .meta({ tightens: 'fewer' })
    .describe('Formats that are not looked for, by the ids in docs/secret-formats.md.'),
})

function checkId(id: string, context: z.RefinementCtx): void {
  const message = formatIdProblem(id)
  if (message !== undefined) context.addIssue({ code: 'custom', message })
}
