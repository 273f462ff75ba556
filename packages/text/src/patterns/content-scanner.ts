import type { Pattern } from '../pattern.ts'
import { CONTENT_CODE } from './content-scanner/code.ts'
import { CONTENT_MARKUP } from './content-scanner/markup.ts'
import { CONTENT_ORDERS } from './content-scanner/orders.ts'

/** What does not belong in documents, pages, skills and tool descriptions that an agent reads. */
export const CONTENT_SCANNER: readonly Pattern[] = [...CONTENT_MARKUP, ...CONTENT_CODE, ...CONTENT_ORDERS]
