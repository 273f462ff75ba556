import type { SecretFormat } from './format.ts'
import { AI_TOKENS } from './formats/ai-tokens.ts'
import { ASSIGNMENTS } from './formats/assignments.ts'
import { CHAT_TOKENS } from './formats/chat-tokens.ts'
import { CLOUD_TOKENS } from './formats/cloud-tokens.ts'
import { CODE_TOKENS } from './formats/code-tokens.ts'
import { COMMAND_LINE } from './formats/command-line.ts'
import { FILES } from './formats/files.ts'
import { HEADERS } from './formats/headers.ts'
import { LANGUAGES } from './formats/languages.ts'
import { LABELLED } from './formats/labelled.ts'
import { PAYMENT_TOKENS } from './formats/payment-tokens.ts'
import { PRIVATE_KEY } from './formats/private-key.ts'
import { SAAS_TOKENS } from './formats/saas-tokens.ts'
import { SHAPES } from './formats/shapes.ts'
import { URLS } from './formats/urls.ts'
import { VENDOR_SHAPES } from './formats/vendor-shapes.ts'
import { VENDOR_VALUES } from './formats/vendors.ts'

export { PRIVATE_KEY }

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
  ...LABELLED,
  ...LANGUAGES,
  ...VENDOR_VALUES,
  ...ASSIGNMENTS,
]
