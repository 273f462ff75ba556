/** Pairs of letters in English, the most frequent first. */
const FREQUENT =
  'th he in er an re on at en nd ti es or te of ed is it al ar st to nt ng se ha as ou io le ve co me de hi ri ro ic ne ea ra ce li ch ll be ma si om ur ca el ta la ns di fo ho pe ec pr no ct us ac ot il tr ly nc et ut ss so rs un lo wa ge ie wh ee wi em ad ol rt po we na ul ni ts mo ow pa im mi ai sh ir su id os iv ia am fi ci vi pl ig tu ev ld ry mp fe bl ab gh ty op wo sa ay ex ke fr oo av ag if ap gr od bo sp rd do uc bu ei ov by rm ep tt oc fa ef cu rn sc gi da yo cr cl du ga qu ue ff ba ey ls va um pp ua up lu go ht ru ug ds lt pi rc rr eg au ck ew mu br bi pt ak pu ui rg ib tl ny ki rk ys ob mm fu ph og ms ye ud mb ip ub oi rl gu dr hr cc tw ft wn nu af hu nn eo vo rv nf xp gn sm fl iz ok nl my gl aw ju oa eq sy sl ps jo lf nv je nk kn gs dy hy ze ks xt bs ik dd pt ap'
const RANKS: ReadonlyMap<string, number> = new Map(FREQUENT.split(' ').map((pair, rank) => [pair, rank]))

/** The share of such a pair among those of prose and logs; rough, it only has to rank. */
export function pairFrequency(pair: string): number {
  const rank = RANKS.get(pair)
  if (rank !== undefined) return 0.035 / (1 + rank / 6)
  if (/^[a-z]{2}$/.test(pair)) return 0.0002
  if (/[0-9]/.test(pair)) return 0.001
  return /[A-Z]/.test(pair) ? 0.0001 : 0.0004
}

/**
 * Makes the choice, for one literal after the other, of the even or odd offset of a pair by which it is found: one that
 * is looked for already, or else the one that is met most seldom. A short literal may have none of that kind; then it is
 * found by its first byte and any before it (at -1), or by its last and any behind.
 */
export function createPairPicker(): (literal: string, parity: number, foldsCase: boolean) => number {
  const picked = new Set<string>()
  return (literal, parity, foldsCase) => {
    let best = parity === 0 ? 0 : literal.length === 1 ? -1 : literal.length - 1
    let least = Infinity
    for (let offset = parity; offset + 1 < literal.length; offset += 2) {
      const pair = literal.slice(offset, offset + 2)
      const met = picked.has(pair) ? 0 : pairFrequency(pair)
      if (met < least) [best, least] = [offset, met]
    }
    const pair = literal.slice(Math.max(best, 0), best + 2)
    picked.add(pair)
    // The spelling in capitals is met seldom, and counts as picked all the same.
    if (foldsCase) picked.add(pair.toUpperCase())
    return best
  }
}
