// The types of the operator API, as the gateway exports them; nothing of the gateway's code is in the page.
export type * from '@ringwall/gateway'
