/** The name of the layer, and of its part of the store. */
export const NAME = 'approval-gate'
