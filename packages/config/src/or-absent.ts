/** zod leaves optional keys as undefined. */
export type OrAbsent<T> = { readonly [K in keyof T]: object extends Pick<T, K> ? T[K] | undefined : T[K] }
