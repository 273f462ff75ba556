/** The name of the layer. */
export const NAME = 'memory-guard'
