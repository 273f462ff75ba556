/** The layer's name, and that of its scope in the store. */
export const NAME = 'gateway-auth'
