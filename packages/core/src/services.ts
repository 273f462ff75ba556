import 'reflect-metadata' // tsyringe needs it in place before it loads
import { container, type DependencyContainer } from 'tsyringe'

declare const SERVICE: unique symbol
/** The typed name of a service. Tokens of one name are one service, also across two installed copies of a package. */
export interface Token<T> {
  readonly name: string
  readonly [SERVICE]?: T
}

/** Makes a token; `name` is what a manifest lists under requires and provides. */
export function token<T>(name: string): Token<T> {
  return Object.freeze({ name })
}

/** The services of one generation of a kernel, in a container of its own; nothing is looked up in the global one. */
export class Services {
  readonly #container: DependencyContainer = container.createChildContainer()

  has(name: string): boolean {
    return this.#container.isRegistered(key(name), false)
  }

  provide<T>(to: Token<T>, value: T): void {
    this.#container.register(key(to.name), { useValue: value })
  }

  /** Call `has` first: an unknown name throws tsyringe's own error. */
  get<T>(of: Token<T>): T {
    return this.#container.resolve<T>(key(of.name))
  }
}

function key(name: string): symbol {
  return Symbol.for(`ringwall.service.${name}`)
}
