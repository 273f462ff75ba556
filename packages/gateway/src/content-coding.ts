import { pipeline, Readable, type Duplex } from 'node:stream'
import { constants, createBrotliDecompress, createGunzip, createInflate } from 'node:zlib'

/** Codings under one body: more of them are a bomb. */
const MAX_CODINGS = 5
const { Z_SYNC_FLUSH, BROTLI_OPERATION_FLUSH } = constants
/** What has arrived is decoded at once: a stream must not wait for its end. */
const ZLIB = { flush: Z_SYNC_FLUSH, finishFlush: Z_SYNC_FLUSH }
const BROTLI = { flush: BROTLI_OPERATION_FLUSH, finishFlush: BROTLI_OPERATION_FLUSH }

type Read = () => Promise<Uint8Array | undefined>

/** The body decoded, for upstreams that compress though they are asked not to. Codings that are not known leave it as it is; too many make an error of it. */
export function decodedBy(read: Read, codings: string): Read {
  const names = codings
    .toLowerCase()
    .split(',')
    .map((name) => name.trim())
  if (names.length > MAX_CODINGS) return () => Promise.reject(new Error('the body has too many codings'))
  const decoders = names.map(decoderOf).filter((decoder) => decoder !== undefined)
  const [last] = decoders
  if (last === undefined || decoders.length < names.length) return read
  pipeline([Readable.from(piecesOf(read)), ...decoders.toReversed()], () => undefined) // whoever reads is told of an error
  const pieces = last[Symbol.asyncIterator]() as AsyncIterator<Uint8Array, undefined>
  return async () => (await pieces.next()).value
}

async function* piecesOf(read: Read): AsyncGenerator<Uint8Array, void> {
  for (let piece = await read(); piece !== undefined; piece = await read()) yield piece
}

function decoderOf(name: string): Duplex | undefined {
  if (name === 'gzip' || name === 'x-gzip') return createGunzip(ZLIB)
  if (name === 'deflate') return createInflate(ZLIB)
  return name === 'br' ? createBrotliDecompress(BROTLI) : undefined
}
