export { pluginTester, type PluginTesterOptions } from './plugin-tester.ts'
export type {
  Case,
  CaseStep,
  Expectation,
  ExpectedFinding,
  ExpectedResult,
  ExpectedRuling,
  Speaks,
} from './case.ts'
export { TEST_SESSION, type Stimulus } from './stimulus.ts'
export type { HostServices } from './host-services.ts'
export type { Register, Runner } from './runner.ts'
export { TESTKIT_ERRORS } from './errors.ts'
