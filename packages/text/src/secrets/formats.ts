import type { SecretFormat } from './format.ts'
import { AI_TOKENS } from './formats/ai-tokens.ts'
import { ASSIGNMENTS } from './formats/assignments.ts'
import { CHAT_TOKENS } from './formats/chat-tokens.ts'
import { CLOUD_TOKENS } from './formats/cloud-tokens.ts'
import { CODE_TOKENS } from './formats/code-tokens.ts'
import { COMMAND_LINE } from './formats/command-line.ts'
import { COMMAND_TOOLS } from './formats/command-tools.ts'
import { FILES } from './formats/files.ts'
import { HEADERS } from './formats/headers.ts'
import { LANGUAGES } from './formats/languages.ts'
import { LABELLED } from './formats/labelled.ts'
import { PAYMENT_TOKENS } from './formats/payment-tokens.ts'
import { PRIVATE_KEY } from './formats/private-key.ts'
import { PROSE } from './formats/prose.ts'
import { SAAS_TOKENS } from './formats/saas-tokens.ts'
import { SHAPES } from './formats/shapes.ts'
import { RECOVERY_CODES, SECRET_COLUMN } from './formats/tables.ts'
import { URLS } from './formats/urls.ts'
import { VENDOR_SHAPES } from './formats/vendor-shapes.ts'
import { VENDOR_VALUES } from './formats/vendors.ts'

export { PRIVATE_KEY, SECRET_COLUMN }

/** Every format, the most specific first: where several cover a place, the first gives it its name. */
export const SECRET_FORMATS: readonly SecretFormat[] = [
  PRIVATE_KEY,
  ...SHAPES,
  ...VENDOR_SHAPES,
  ...CODE_TOKENS,
  ...CLOUD_TOKENS,
  ...AI_TOKENS,
  ...CHAT_TOKENS,
  ...PAYMENT_TOKENS,
  ...SAAS_TOKENS,
  ...FILES,
  ...URLS,
  ...HEADERS,
  ...COMMAND_LINE,
  ...COMMAND_TOOLS,
  ...LABELLED,
  ...LANGUAGES,
  ...VENDOR_VALUES,
  ...PROSE,
  ...ASSIGNMENTS,
  SECRET_COLUMN,
  RECOVERY_CODES,
]
