import { createPatternSet } from './pattern-set.ts'
import type { Engine } from './engine.ts'
import type { Pattern } from './pattern.ts'

/** What is wrong with one pattern; `example` is the text that shows it. */
export interface PatternProblem {
  readonly id: string
  readonly problem: string
  readonly example: string
}

/**
 * Runs every example of every pattern, each pattern in a set of its own, and compares each scan with a search of
 * the whole text, which finds keywords and lengths that are declared wrong. An empty answer means that all is well.
 * For tests of pattern libraries.
 */
export function checkPatterns(patterns: readonly Pattern[], engine: Engine): readonly PatternProblem[] {
  return patterns.flatMap((pattern) => {
    const set = createPatternSet([pattern], engine)
    const matcher = engine.compile(pattern.regex, pattern.flags ?? '', pattern.id)
    const problems: PatternProblem[] = []
    const report = (example: string, problem: string): void => {
      problems.push({ id: pattern.id, problem, example })
    }
    for (const example of pattern.match) {
      const found = matcher.all(example)
      if (found.length === 0) report(example, 'the regex does not match an example that it must match')
      else if (set.scan(example).length === 0) report(example, 'the match contains none of the keywords')
      const { maxLength = Infinity } = pattern
      if (found.some(({ start, end }) => end - start > maxLength)) report(example, 'the match is longer than maxLength')
    }
    for (const example of pattern.miss) {
      if (matcher.test(example)) report(example, 'the regex matches an example that it must not match')
    }
    return problems
  })
}
