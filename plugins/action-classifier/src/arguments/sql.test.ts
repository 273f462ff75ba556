import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { Grade } from '../action.ts'
import { gradeSql } from './sql.ts'

function classOf(text: string): string {
  const grade = new Grade()
  gradeSql(text, grade)
  return grade.class
}

describe('statements', () => {
  it.each([
    ['read', "SELECT * FROM t WHERE a = 'it''s; DROP TABLE t'"],
    ['read', 'WITH x AS (SELECT 1) SELECT * FROM x'],
    ['read', 'EXPLAIN DELETE FROM t'],
    ['read', 'SHOW TABLES; DESCRIBE t'],
    ['read', 'PRAGMA table_info(users)'],
    ['read', "select replace(a, 'x', 'y'), insert('a',1,1,'b') from t"],
    ['read', 'SELECT a -- DROP TABLE t\nFROM t'],
    ['read', "SELECT data #> '{a,b}' FROM t WHERE x['a'] = 1"],
    ['read', 'SELECT t.delete, t.update FROM t'],
    ['read', '(SELECT 1) UNION (SELECT 2);'],
    ['mutate', 'SELECT * FROM t FOR UPDATE; INSERT INTO t VALUES (1)'],
    ['mutate', 'INSERT INTO t (a) VALUES (1) ON CONFLICT (a) DO UPDATE SET a = 2 WHERE t.a = 1'],
    ['mutate', 'UPDATE t SET a = 1 WHERE id = 3'],
    ['mutate', 'CREATE TABLE t (a int REFERENCES b ON DELETE CASCADE ON UPDATE CASCADE)'],
    ['mutate', 'ALTER TABLE t ADD COLUMN c int'],
    ['mutate', 'SELECT a INTO b FROM c'],
    ['destructive', 'DELETE FROM t WHERE id = 3'],
    ['destructive', 'WITH d AS (DELETE FROM t RETURNING *) SELECT * FROM d'],
    ['destructive', 'EXPLAIN (ANALYZE) UPDATE t SET a = 1'],
    ['destructive', 'UPDATE t SET a = 1 WHERE 1 = 1'],
    ['destructive', 'UPDATE t SET a = 1 WHERE id = 3 OR true'],
    ['destructive', "SELECT 'a\\'; DROP TABLE t; --'"],
    ['destructive', "SELECT [a'b]; DROP TABLE t; --'"],
    ['destructive', 'SELECT 1 # x\n; DROP TABLE t'],
    ['destructive', 'SELECT 1 /* /* */ ; DROP TABLE t; -- */'],
    ['destructive', '/*!40000 DROP TABLE t */'],
    ['destructive', 'SELECT $$x$$; DELETE FROM t'],
    ['destructive', 'do $$ begin perform 1; end $$'],
    ['destructive', 'SELECT pg_catalog.pg_terminate_backend(1)'],
    ['destructive', 'not a statement'],
    ['destructive', "{ 'find': 'x' }"],
    ['destructive', ''],
  ])('%s: %s', (of, text) => {
    expect(classOf(text)).toBe(of)
  })
})

describe('a statement that drops', () => {
  it('is seen behind any text that ends', () => {
    const before = fc.constantFrom(
      'SELECT 1',
      "SELECT 'x'",
      'SELECT "y"',
      'SELECT 1 -- c\n',
      'SELECT /* c */ 1',
      'BEGIN',
    )
    fc.assert(fc.property(fc.array(before), (texts) => classOf([...texts, 'DROP TABLE t'].join(';')) === 'destructive'))
  })

  it('is seen whatever is thrown at the reader', () => {
    fc.assert(
      fc.property(
        fc.string({
          unit: fc.constantFrom("'", '"', '`', '[', ']', '/*', '*/', '--', '#', '\\', ';', 'a', '\n', '$$'),
        }),
        (text) => {
          const grade = new Grade()
          gradeSql(text, grade)
          return grade.class !== undefined
        },
      ),
    )
  })

  it('is not looked for in what is too long', () => {
    expect(classOf(`SELECT ${'1,'.repeat(100_000)}1`)).toBe('destructive')
  })
})
