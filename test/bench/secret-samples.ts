import { SECRET_FORMATS } from '@ringwall/text'
import type { Maker } from './text-samples.ts'

/** Makes the same text for the same size each time, and another one at every place of it. */
type Source = () => number

/** Numbers in 0..1 from a seed (mulberry32). */
function random(seed: number): Source {
  let state = seed
  return () => {
    state = (state + 0x6d2b79f5) | 0
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state)
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32
  }
}

function pick<T>(next: Source, list: readonly T[]): T {
  const item = list[Math.floor(next() * list.length)]
  if (item === undefined) throw new Error('nothing to pick from')
  return item
}

/** Words of English, the frequent ones first. */
const WORDS =
  'the of and to in a is that for it as was with be by on not he his but at are this have from or had an they which one you were all her she there would their we him been has when who will no more if out so up said what its about than into them can only other time new some could these two may first then do any like my now over such our man me even most made after also did many off before must well back through years where much your way down should because long each just state those people too little good world make very year still see own work men day get here old between both life being under three never know same last another while us might great go come since against right came take used himself few house use place during high without again home around small however found part school thought went say once general upon war every got does left number course until always away public something fact less though far put head think called set almost enough end took government night yet system better four nothing told eyes city going look point later asked knew name next business give second group young days let turned room side social present several order national possible rather face per among form early often things looked white case large big need become within felt children along saw best church ever least power development light thing seemed family interest want members mind country area others done turn although open service certain kind problem began different door thus help means sense whole matter report customer version document configuration settings release network account reviewer schedule quarterly figures weather harbour garden library research engineer password keyboard monkey token secretary access private certificate'.split(
    ' ',
  )

function word(next: Source): string {
  return pick(next, WORDS.slice(0, Math.max(8, Math.floor(WORDS.length * next() ** 2))))
}

function sentence(next: Source): string {
  const length = 6 + Math.floor(next() * 16)
  const words = Array.from({ length }, () => word(next) + (next() < 0.07 ? ',' : ''))
  const text = words.join(' ')
  return `${text.charAt(0).toUpperCase()}${text.slice(1)}${pick(next, ['.', '.', '.', '?', ';', ':'])}`
}

/** Pieces, each made anew, until there are enough; one flat string, as it comes from a socket. */
function fill(seed: number, piece: (next: Source) => string): Maker {
  return (units) => {
    const next = random(seed)
    const pieces: string[] = []
    for (let length = 0; length < units;) {
      const added = piece(next)
      pieces.push(added)
      length += added.length
    }
    return Buffer.from(pieces.join('').slice(0, units), 'utf16le').toString('utf16le')
  }
}

function digits(next: Source, length: number, alphabet: string): string {
  return Array.from({ length }, () => alphabet.charAt(Math.floor(next() * alphabet.length))).join('')
}

const HEX = '0123456789abcdef'
const BASE64 = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/'
const ALNUM = BASE64.slice(0, 62)

function two(next: Source, below: number): string {
  return String(Math.floor(next() * below)).padStart(2, '0')
}

function logLine(next: Source): string {
  const time = `2026-0${1 + Math.floor(next() * 9)}-${two(next, 28)}T${two(next, 24)}:${two(next, 60)}:${two(next, 60)}.${digits(next, 3, '0123456789')}Z`
  const level = pick(next, ['INFO', 'INFO', 'DEBUG', 'WARN', 'ERROR'])
  const id = digits(next, 32, HEX)
  switch (Math.floor(next() * 5)) {
    case 0:
      return `${time} ${level} [http-${two(next, 99)}] ${pick(next, ['GET', 'POST', 'PUT'])} /api/v2/${word(next)}/${digits(next, 6, '0123456789')}?page=${two(next, 20)}&sort=${word(next)} status=${pick(next, ['200', '204', '404', '500'])} duration=${two(next, 900)}ms trace_id=${id}\n`
    case 1:
      return `${time} ${level} worker[${digits(next, 5, '0123456789')}]: ${sentence(next)} job=${word(next)}-${digits(next, 8, HEX)} attempt=${two(next, 5)}\n`
    case 2:
      return `{"time":"${time}","level":"${level.toLowerCase()}","host":"node-${two(next, 40)}.internal","msg":"${sentence(next)}","requestId":"${id}","bytes":${digits(next, 5, '123456789')}}\n`
    case 3:
      return `${time} ${level} c.e.${word(next)}.Handler - ${sentence(next)} (https://docs.example.org/${word(next)}/${word(next)}#${word(next)})\n`
    default:
      return `10.${two(next, 255)}.${two(next, 255)}.${two(next, 255)} - - [${time}] "GET /${word(next)}/${word(next)}.html HTTP/1.1" 200 ${digits(next, 4, '123456789')} "-" "Mozilla/5.0 (X11; Linux x86_64) ${word(next)}/${two(next, 99)}.0"\n`
  }
}

const CODE =
  'function |var |return |if(|else{|}|for(|;|.prototype.|this.|=>|"use strict";|!0|!1|void 0|===|.length|.push(|null==|typeof |Object.defineProperty(|exports,|)|]|[|,|&&|||?|:|=|+'.split(
    '|',
  )

function minified(next: Source): string {
  return pick(next, CODE) + (next() < 0.6 ? pick(next, ['e', 't', 'n', 'r', 'o', 'i', 'a']) : word(next))
}

function dense(next: Source): string {
  switch (Math.floor(next() * 4)) {
    case 0:
      return `${digits(next, 1400, BASE64)}=\n`
    case 1:
      return `${digits(next, 700, HEX)}\n`
    case 2:
      return Array.from({ length: 12 }, () => digits(next, 76, BASE64)).join('\n')
    default:
      return `${Array.from({ length: 160 }, () => minified(next)).join('')}\n`
  }
}

/** Lines of the kind that leak: one value in each. */
function leak(next: Source): string {
  switch (Math.floor(next() * 5)) {
    case 0:
      return `export API_KEY=${digits(next, 32, ALNUM)}\n`
    case 1:
      return `The token is ghp_${digits(next, 36, ALNUM)}, keep it.\n`
    case 2:
      return `{"password": "${digits(next, 14, ALNUM)}", "user": "${word(next)}"}\n`
    case 3:
      return `DATABASE_URL=postgres://app:${digits(next, 12, ALNUM)}@db.internal:5432/app\n`
    default:
      return `Authorization: Bearer ${digits(next, 40, ALNUM)}\n`
  }
}

/** English prose. */
export const prose: Maker = fill(1, (next) => `${sentence(next)}${next() < 0.2 ? '\n\n' : ' '}`)
/** The same with characters outside Latin-1 here and there. */
export const wideProse: Maker = fill(2, (next) => `${sentence(next)}${next() < 0.2 ? ' — ' : ' '}`)
/** Log lines of five kinds. */
export const logs: Maker = fill(3, logLine)
/** base64 with and without line breaks, hex, minified code. */
export const denseText: Maker = fill(4, dense)
/** An answer of an agent at work: prose, logs, code, and a secret in two kilobytes or so. */
export const mixed: Maker = fill(5, (next) => {
  const kind = next()
  if (kind < 0.07) return leak(next)
  if (kind < 0.3) return logLine(next)
  return kind < 0.4 ? `${Array.from({ length: 10 }, () => minified(next)).join('')}\n` : `${sentence(next)} `
})

function repeat(unit: string): Maker {
  return (units) =>
    Buffer.from(unit.repeat(Math.ceil(units / unit.length)).slice(0, units), 'utf16le').toString('utf16le')
}

const keywords = SECRET_FORMATS.flatMap(({ keywords }) => (keywords === 'none' ? [] : keywords))
const examples = SECRET_FORMATS.flatMap(({ match }) => match)

/** Texts made against the search for secrets. */
export function hostileToSecrets(): readonly (readonly [string, Maker])[] {
  return [
    ['all keywords', repeat(`${keywords.join(' ')} `)],
    ['all keywords without a gap', repeat(keywords.join(''))],
    ['all examples', repeat(`${examples.join(' ')}\n`)],
    ['all examples without a gap', repeat(examples.join(''))],
    ['examples without their ends', repeat(examples.map((example) => `${example.slice(0, -2)} `).join(''))],
    ['eyJ', repeat('eyJ')],
    ['eyJ-', repeat('eyJ-')],
    ['eyJ in words', repeat(`${'eyJ-'.repeat(49)} `)],
    ['JWT segments', repeat('eyJaaaaaaaaaaaa.')],
    ['://', repeat('://')],
    ['a://b:', repeat('a://b:')],
    ['addresses', repeat('https://a.b/c ')],
    ['addresses with colons', repeat('ab://:::::')],
    ['key=', repeat('key=')],
    ['api_key=', repeat('api_key=')],
    ['api_key: without a value', repeat('api_key:  ')],
    ['password=short', repeat('password=ab1 ')],
    ['secret is', repeat('secret is ')],
    ['names with endings', repeat('secret_test_key_prod')],
    ['login', repeat('login a ')],
    ['--pass', repeat('--pass ')],
    ['dashes', repeat('-')],
    ['openings', repeat('-----BEGIN ')],
    ['openings of keys', repeat('-----BEGIN PRIVATE KEY-----')],
    ['openings of keys in lines', repeat('-----BEGIN PRIVATE KEY-----\nAAAA\n')],
    ['nested openings', repeat('-----BEGIN A -----BEGIN PRIVATE KEY-----')],
    ['one letter', repeat('a')],
    ['one digit', repeat('0')],
    ['one hex run', fill(6, (next) => digits(next, 64, HEX))],
    ['one base64 run', fill(7, (next) => digits(next, 64, BASE64))],
    ['dots', repeat('.')],
    ['pairs at words', repeat('MT-Mj-ND-')],
    ['spaces', repeat(' ')],
    ['sk-', repeat('sk-')],
    ['sk- in words', repeat(`sk-${'a'.repeat(19)} `)],
    ['ghp_', repeat('ghp_')],
    ['tokens in one run', repeat(`ghp_${'q7Rt2LmX9vKc4WzY8pNd5HsJ3gFb6TkU1aQe'}-`)],
    ['base64 tokens in one run', repeat(`glc_eyJ${'q7Rt2LmX9vKc4WzY8pNd5HsJ3gFb6TkU1aQeZ0xMy'}/`)],
    ['dotted tokens in one run', repeat(`hvs.${'q7Rt2LmX9vKc4WzY8pNd5HsJ'}.`)],
    ['glpat-', repeat(`glpat-${'a'.repeat(19)} `)],
    ['words of 31', repeat(`${'a1'.repeat(15)}x `)],
    ['long s', repeat('\u017fecret ')],
    ['Kelvin', repeat('to\u212aen= ')],
    ['pairs of surrogates', repeat('\u{1f600}')],
    ['names and surrogates', repeat('token=\u{1f600}')],
  ]
}
