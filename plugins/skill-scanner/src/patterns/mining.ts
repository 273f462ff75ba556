import { rule, type SkillRule } from './rule.ts'

/** Code that mines for somebody else. MITRE ATT&CK T1496. */
export const MINING: readonly SkillRule[] = [
  rule('crypto-mining', 'stratum', 'CRITICAL', {
    keywords: ['stratum'],
    regex: String.raw`\bstratum2?\+(?:tcp|ssl|tls)://`,
    source: 'Stratum mining protocol',
    match: ['-o stratum+tcp://pool.example:3333'],
    miss: ['a stratum of rock', 'NTP stratum 2'],
  }),
  rule('crypto-mining', 'miner', 'CRITICAL', {
    keywords: [
      'xmrig',
      'cpuminer',
      'minerd',
      'ethminer',
      'nbminer',
      'lolminer',
      'phoenixminer',
      'cgminer',
      'nicehash',
      'gminer',
    ],
    regex: String.raw`(?:^|[\s/"'\x60;&|])(?:\./)?(?:xmrig|cpuminer(?:-opt|-multi)?|minerd|ethminer|nbminer|lolminer|phoenixminer|cgminer|gminer|nicehash)(?:\.exe)?(?:\s+-|["'\x60;&]|\s*$|-\d|/releases|\.tar)`,
    flags: 'im',
    match: ['./xmrig -o pool', 'nohup xmrig &\n/tmp/minerd', 'https://github.com/xmrig/xmrig/releases'],
    miss: ['determiner', 'reports about xmrig infections', 'the data miner'],
  }),
  rule('crypto-mining', 'pool', 'CRITICAL', {
    keywords: [
      'minexmr',
      'supportxmr',
      'nanopool',
      'hashvault',
      '2miners',
      'moneroocean',
      'f2pool',
      'herominers',
      'unmineable',
      'c3pool',
    ],
    regex: String.raw`\b(?:[a-z0-9-]{1,30}\.){0,3}(?:minexmr|supportxmr|nanopool|hashvault|2miners|moneroocean|f2pool|herominers|unmineable|c3pool)\.(?:com|org|pro|stream|net)\b`,
    match: ['xmr.2miners.com:2222', 'pool.supportxmr.com', 'gulf.moneroocean.stream'],
    miss: ['swimming pool', '2 miners went down'],
  }),
  rule('crypto-mining', 'browser-miner', 'CRITICAL', {
    keywords: ['coinhive', 'coin-hive', 'cryptoloot', 'coinimp', 'webminepool'],
    regex: String.raw`\b(?:coin-?hive|crypto-?loot|coinimp|webminepool)(?:\.min)?\.(?:com|js|Anonymous|User)\b`,
    match: ['new CoinHive.Anonymous("key")', '<script src="https://coinhive.com/lib/x">'],
    miss: ['a hive of coins', 'Coinhive shut down in 2019'],
  }),
  rule('crypto-mining', 'algorithm', 'WARN', {
    keywords: ['--algo', '--coin', '--donate-level'],
    regex: String.raw`--(?:algo|coin)[ =](?:rx/0|randomx|cryptonight|cn/|ethash|kawpow|monero|xmr)|--donate-level[ =]`,
    match: ['--algo=randomx', '--donate-level=1', '--coin monero'],
    miss: ['RandomX is a proof of work', 'algorithm ethash'],
  }),
]
