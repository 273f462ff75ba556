const LINE_FEED = 0x0a
const CARRIAGE_RETURN = 0x0d

/** The response with a body that fails once one message in it is too long: the body, or an event of a stream. */
export function limitBody(response: Response, maxBytes: number): Response {
  if (!response.body) return response
  const isStream = response.headers.get('content-type')?.startsWith('text/event-stream') === true
  let size = 0
  let last = 0
  let lineEnds = 0
  /** Counts on; a blank line ends an event, whichever of the three line ends the server uses. */
  const isTooLong = (chunk: Uint8Array): boolean => {
    for (const byte of chunk) {
      size++
      const isEnd = byte === LINE_FEED || byte === CARRIAGE_RETURN
      if (!isEnd) lineEnds = 0
      else if (byte !== LINE_FEED || last !== CARRIAGE_RETURN) lineEnds++
      if (lineEnds > 1) size = 0
      last = byte
      if (size > maxBytes) return true
    }
    return false
  }
  const limited = response.body.pipeThrough(
    new TransformStream<Uint8Array, Uint8Array>({
      transform(chunk, controller) {
        if (!isStream) size += chunk.length
        if (isStream ? isTooLong(chunk) : size > maxBytes)
          controller.error(new Error(`a message of more than ${maxBytes} bytes`))
        else controller.enqueue(chunk)
      },
    }),
  )
  const { status, statusText, headers } = response
  const copy = new Response(limited, { status, statusText, headers })
  Object.defineProperty(copy, 'url', { value: response.url }) // a Response that is made has none
  return copy
}
