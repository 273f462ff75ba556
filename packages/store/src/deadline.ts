/** The work's outcome, or a rejection with `refuse()` where there is none in time; what comes late is dropped. */
export async function within<T>(timeoutMs: number, work: Promise<T>, refuse: () => Error): Promise<T> {
  let timer: NodeJS.Timeout | undefined
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(refuse()), timeoutMs)
  })
  try {
    return await Promise.race([work, late])
  } finally {
    clearTimeout(timer)
  }
}
