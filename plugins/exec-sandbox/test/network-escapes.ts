/** An attempt to reach a server of the host at $PORT of its loopback: a script of sh that prints ESCAPED where it succeeds. */
export interface NetworkEscape {
  readonly name: string
  readonly script: string
  /** How it is shown to be an attack at all: it succeeds without a sandbox, or in one whose proxy allows everything. */
  readonly works?: 'outside' | 'unguarded'
}

const python = (code: string): string =>
  `python3 - <<'END'\nimport os, socket, struct\nport = int(os.environ['PORT'])\n${code}\nEND`
/** Says something to the proxy and looks whether the server of the host has answered. */
const say = (bytes: string): string =>
  python(
    `s = socket.create_connection(('127.0.0.1', 3128), 3); s.settimeout(3)\ns.sendall((${bytes}).encode('latin1'))\nheard = b''\ntry:\n  while True:\n    more = s.recv(4096)\n    if not more: break\n    heard += more\nexcept OSError: pass\nprint('ESCAPED' if b'host server' in heard else 'refused')`,
  )
const GET = String.raw`'GET / HTTP/1.1\r\nhost: h\r\nconnection: close\r\n\r\n'`
const through = (place: string): string =>
  python(
    `s = socket.create_connection(('127.0.0.1', 3128), 3); s.settimeout(3)\ns.sendall(('CONNECT ${place} HTTP/1.1\\r\\nhost: x\\r\\n\\r\\n' % port).encode())\nok = b' 200 ' in s.recv(4096)\nprint('ESCAPED' if ok else 'refused')`,
  )

/** Past the proxy, through it, and to what opened the way to it. */
export const NETWORK_ESCAPES: readonly NetworkEscape[] = [
  {
    name: 'connects to it',
    script: `curl -s --noproxy '*' http://127.0.0.1:$PORT/ | grep -q host && echo ESCAPED`,
    works: 'outside',
  },
  {
    name: 'connects to it over IPv6',
    script: `curl -s --noproxy '*' 'http://[::ffff:127.0.0.1]:'$PORT/ | grep -q host && echo ESCAPED`,
    works: 'outside',
  },
  {
    name: 'connects to it by every address that it can find',
    script: python(
      `import re\nfound = False\nfor file in ('/proc/net/fib_trie', '/proc/net/route', '/etc/hosts', '/proc/net/arp'):\n  try: text = open(file).read()\n  except OSError: continue\n  for ip in set(re.findall(r'\\d+\\.\\d+\\.\\d+\\.\\d+', text)):\n    try: socket.create_connection((ip, port), 0.3); found = True\n    except OSError: pass\nprint('ESCAPED' if found else 'refused')`,
    ),
    works: 'outside',
  },
  {
    name: 'sends a datagram out',
    script: python(
      `try:\n  socket.socket(socket.AF_INET, socket.SOCK_DGRAM).sendto(b'x', ('192.0.2.1', 53)); print('ESCAPED')\nexcept OSError: print('refused')`,
    ),
  },
  {
    name: 'opens a raw socket',
    script: python(
      `try:\n  socket.socket(socket.AF_INET, socket.SOCK_RAW, 1); print('ESCAPED')\nexcept OSError: print('refused')`,
    ),
    works: 'outside',
  },
  { name: 'resolves a name by itself', script: `getent ahosts example.com | grep -q . && echo ESCAPED` },
  {
    name: 'gives an interface an address',
    script: python(
      `import fcntl\nr = struct.pack('16sH2s4s8s', b'lo', 2, b'', socket.inet_aton('10.9.8.7'), b'')\ntry:\n  fcntl.ioctl(socket.socket(), 0x8916, r); print('ESCAPED')\nexcept OSError: print('refused')`,
    ),
  },
  {
    name: 'joins the network of another process',
    script: python(
      `import ctypes\nlibc = ctypes.CDLL(None, use_errno=True)\nfor p in filter(str.isdigit, os.listdir('/proc')):\n  try: fd = os.open('/proc/%s/ns/net' % p, os.O_RDONLY)\n  except OSError: continue\n  if libc.setns(fd, 0x40000000) == 0: print('ESCAPED')`,
    ),
    works: 'outside',
  },
  {
    name: 'is led to it by the proxy',
    script: `curl -s --noproxy '' http://127.0.0.1:$PORT/ | grep -q host && echo ESCAPED`,
    works: 'unguarded',
  },
  { name: 'is led to it by a tunnel', script: through('127.0.0.1:%d'), works: 'unguarded' },
  ...['2130706433', '0x7f.1', '0177.0.0.1', '127.1', '[::ffff:7f00:1]', '127.0.0.1.'].map((host): NetworkEscape => ({
    name: `is led to it by a tunnel to ${host}`,
    script: through(`${host}:%d`),
    works: 'unguarded',
  })),
  ...['0.0.0.0', '[::]', 'localhost', 'localhost.', 'LOCALHOST'].map((host): NetworkEscape => ({
    name: `is led to it by a tunnel to ${host}`,
    script: through(`${host}:%d`),
  })),
  {
    name: 'asks with a name before the host',
    script: say(
      `'GET http://a.example@127.0.0.1:%d/ HTTP/1.1\\r\\nhost: a.example\\r\\nconnection: close\\r\\n\\r\\n' % port`,
    ),
  },
  {
    name: 'asks for a place by the header alone',
    script: say(`'GET / HTTP/1.1\\r\\nhost: 127.0.0.1:%d\\r\\nconnection: close\\r\\n\\r\\n' % port`),
  },
  {
    name: 'asks again behind a tunnel that was refused',
    script: say(`'CONNECT 127.0.0.1:%d HTTP/1.1\\r\\nhost: x\\r\\n\\r\\n' % port + ${GET}`),
    works: 'unguarded',
  },
  {
    name: 'hides a request in the body of another',
    script: say(
      `'POST http://127.0.0.1:%d/ HTTP/1.1\\r\\nhost: x\\r\\ncontent-length: 4\\r\\ntransfer-encoding: chunked\\r\\n\\r\\n0\\r\\n\\r\\nGET http://127.0.0.1:%d/ HTTP/1.1\\r\\nhost: x\\r\\n\\r\\n' % (port, port)`,
    ),
  },
  {
    name: 'speaks SOCKS to the proxy',
    script: say(
      String.raw`'\x05\x01\x00' + '\x05\x01\x00\x01\x7f\x00\x00\x01' + chr(port >> 8) + chr(port & 255) + ` + GET,
    ),
  },
  {
    name: 'upgrades',
    script: say(
      `'GET http://127.0.0.1:%d/ HTTP/1.1\\r\\nhost: x\\r\\nconnection: upgrade\\r\\nupgrade: h2c\\r\\n\\r\\n' % port`,
    ),
  },
  ...['169.254.169.254', 'metadata.google.internal', '[fd00:ec2::254]', '100.100.100.200'].map(
    (host): NetworkEscape => ({
      name: `asks for credentials at ${host}`,
      script: `curl -s -o /dev/null -w '%{http_code}' 'http://${host}/latest/meta-data/' | grep -q 403 || echo ESCAPED`,
    }),
  ),
  {
    name: 'leads the proxy to itself',
    script: through('127.0.0.1:3128%.0s'),
  },
  {
    name: 'takes the place of the proxy',
    script: python(
      `s = socket.socket(); s.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1); s.setsockopt(socket.SOL_SOCKET, 15, 1)\ntry:\n  s.bind(('127.0.0.1', 3128)); s.listen(); print('ESCAPED')\nexcept OSError: print('refused')`,
    ),
    works: 'outside',
  },
  {
    name: 'finds a socket that it was left',
    script: python(
      `import stat\nfor fd in range(3, 4096):\n  try: mode = os.fstat(fd).st_mode\n  except OSError: continue\n  if stat.S_ISSOCK(mode): print('ESCAPED')`,
    ),
  },
  {
    name: 'opens what the first process holds',
    script: python(
      `for p in filter(str.isdigit, os.listdir('/proc')):\n  for n in (3, 4, 5):\n    try: fd = os.open('/proc/%s/fd/%d' % (p, n), os.O_RDWR)\n    except OSError: continue\n    if int(p) != os.getpid() and 'null' not in os.readlink('/proc/self/fd/%d' % fd): print('ESCAPED')`,
    ),
  },
]
