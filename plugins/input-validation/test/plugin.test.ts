import { pluginTester } from '@ringwall/testkit'
import { describe, it } from 'vitest'
import { inputValidation } from '../src/index.ts'
import { cases } from './cases.ts'

pluginTester({ plugin: inputValidation, cases, describe, it })
