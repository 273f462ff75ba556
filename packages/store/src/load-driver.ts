import { fail } from './errors.ts'

/** The optional package of a driver. Rejects with STORE_DRIVER_MISSING where it is not installed. */
export async function loadDriver<T>(name: string, load: () => Promise<T>): Promise<T> {
  try {
    return await load()
  } catch (cause) {
    throw fail('STORE_DRIVER_MISSING', { package: name }, cause)
  }
}
