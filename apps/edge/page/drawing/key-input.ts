import type { KeyPen } from './key-pen.ts'

/**
 * Moves the pen by keys while the pad has the focus, which it can get from now on.
 * @param moved called when the pen's place or the focus has changed
 */
export function drawWithKeys(pad: HTMLElement, pen: KeyPen, moved: () => void): void {
  pad.tabIndex = 0
  pad.addEventListener('keydown', event => {
    if (event.ctrlKey || event.metaKey || event.altKey) {
      // macOS tells of no release while Command is down.
      pen.releaseAll()
      return
    }
    const isHeldDown = event.repeat && (event.key === ' ' || event.key === 'Enter')
    if (isHeldDown || pen.press(event.key, event.timeStamp, { shift: event.shiftKey })) event.preventDefault()
    moved()
  })
  pad.addEventListener('keyup', event => pen.release(event.key))
  pad.addEventListener('blur', () => {
    pen.leave()
    moved()
  })
  pad.addEventListener('focus', () => {
    // Safari before 15.4 does not know it, and throws: there the pen shows at the first key.
    pen.isShown = CSS.supports('selector(:focus-visible)') && pad.matches(':focus-visible')
    moved()
  })
  pad.addEventListener('pointerdown', () => {
    pen.isShown = false
    moved()
  })
}
