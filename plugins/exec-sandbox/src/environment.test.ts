import { expect, it } from 'vitest'
import { environmentFor } from './environment.ts'

const HOST = {
  LANG: 'C',
  LC_ALL: 'C',
  LC_TIME: 'x',
  SECRET: 's',
  HOME: '/root',
  PATH: '/evil',
  LD_PRELOAD: 'x',
  EMPTY: undefined,
}

it('passes what is named, and beginnings that are', () => {
  expect(environmentFor(['LANG', 'LC_*', 'EMPTY'], HOST, '/home/agent')).toMatchObject({
    LANG: 'C',
    LC_ALL: 'C',
    LC_TIME: 'x',
  })
})

it('passes nothing else, and never the home, the path or the shell of the host', () => {
  const made = environmentFor(['HOME', 'PATH', 'SHELL'], HOST, '/home/agent')
  expect(made).toMatchObject({
    HOME: '/home/agent',
    PATH: expect.stringMatching(/^\/usr\/local\/bin:/),
    SHELL: '/bin/sh',
  })
  for (const name of ['SECRET', 'LD_PRELOAD', 'LANG', 'EMPTY']) expect(made).not.toHaveProperty(name)
})

it('has caches in the home of the sandbox', () => {
  const made = environmentFor([], {}, '/home/agent')
  expect(
    Object.values(made)
      .filter((value) => value.includes('cache'))
      .every((value) => value.startsWith('/home/agent/')),
  ).toBe(true)
})
