/** Lets everything else that waits have its turn: timers, messages, input. `setTimeout` would wait for milliseconds. */
export function yieldToEventLoop(): Promise<void> {
  return new Promise(resolve => {
    // Node, Deno and Bun have setImmediate; browsers and edge runtimes have message channels only.
    const setImmediate: unknown = Reflect.get(globalThis, 'setImmediate')
    if (typeof setImmediate === 'function') setImmediate(resolve)
    else postToSelf(resolve)
  })
}

function postToSelf(callback: () => void): void {
  const { port1, port2 } = new MessageChannel()
  port1.onmessage = () => {
    port1.close()
    callback()
  }
  port2.postMessage(undefined)
}
