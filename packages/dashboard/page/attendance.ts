const ATTENDED_MS = 300_000
const USES = ['keydown', 'pointermove', 'pointerdown', 'wheel']

/** Whether somebody is at the page: it is seen, and was used in the last five minutes. A session that nobody uses is to end. */
export class Attendance {
  private usedAt = Date.now()

  constructor() {
    for (const kind of USES) addEventListener(kind, () => void (this.usedAt = Date.now()), { passive: true })
  }

  isThere(): boolean {
    return document.visibilityState === 'visible' && Date.now() - this.usedAt < ATTENDED_MS
  }
}
