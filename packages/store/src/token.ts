import { token, type Token } from '@ringwall/core'
import type { Store } from './store.ts'

/** The service under which layers find the store that the host opened. */
export const StoreToken: Token<Store> = token<Store>('Store')
