/** The name of the layer. */
export const NAME = 'budget-guard'

/** What the layer says, and what it means. */
export const codes = {
  BUDGET_TOKENS_EXCEEDED: 'The call may take more tokens than a budget has left.',
  BUDGET_COST_EXCEEDED: 'The call may cost more money than a budget has left.',
  BUDGET_STEPS_EXCEEDED: 'The execution has made as many tool calls as it may.',
  BUDGET_PRICE_UNKNOWN: 'Money is limited and no price is configured for the model.',
  BUDGET_CONTEXT_FULL: 'The input fills the context window of the model, or nearly.',
  BUDGET_CONTEXT_HIGH: 'The input fills most of the context window of the model.',
  BUDGET_REQUEST_INVALID: 'What the host says of the call cannot be read, so it cannot be budgeted.',
  BUDGET_REQUEST_OPEN: 'A call with this id is open already.',
  BUDGET_USAGE_INVALID:
    'The reported usage is missing or no count of tokens; what was reserved counts as spent, or more.',
  BUDGET_RESERVATION_UNKNOWN: 'Usage was reported for a call that was never reserved; it is counted all the same.',
  BUDGET_UNAVAILABLE: 'The store does not answer, so no budget is known.',
  BREAKER_OPEN: 'The model failed several times in a row and is left alone for a while.',
} as const
/** One of the layer's codes. */
export type Code = keyof typeof codes
