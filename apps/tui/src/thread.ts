import { Worker, type WorkerOptions } from 'node:worker_threads'

/** A thread that tells events until it ends. */
export interface Thread {
  post(message: object): void
  /** Fulfilled when the thread has ended, with what killed it if it did not end by itself. Never rejected. */
  readonly ended: Promise<Error | undefined>
}

/** Starts a module in a thread of its own, so that its work never blocks this one. */
export function startThread<Event>(
  module: URL,
  options: WorkerOptions,
  onEvent: (event: Event) => void,
): Thread {
  const worker = new Worker(module, options)
  const ended = new Promise<Error | undefined>(resolve => {
    let death: Error | undefined
    worker.on('message', onEvent)
    worker.on('error', error => {
      death = error instanceof Error ? error : new Error(String(error))
    })
    worker.on('exit', code => {
      if (code !== 0) death ??= new Error(`it exited with code ${code}`)
      resolve(death)
    })
  })
  return { post: message => worker.postMessage(message), ended }
}
