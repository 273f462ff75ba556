import { expect, it } from 'vitest'
import { groupsOf } from './cgroup-places.ts'

it('finds the own group of either version, also where only the second is there', () => {
  expect([...groupsOf('0::/user.slice/app.scope\n')]).toEqual([['', '/user.slice/app.scope']])
  expect([...groupsOf('3:cpu,cpuacct:/a:b\n1:name=systemd:/\n0::/c\n')]).toEqual([
    ['cpu', '/a:b'],
    ['cpuacct', '/a:b'],
    ['name=systemd', '/'],
    ['', '/c'],
  ])
  expect([...groupsOf('')]).toEqual([])
})
