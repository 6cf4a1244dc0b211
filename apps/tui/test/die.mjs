// Makes the training thread die in the middle of its work, once it has told of an event of the type that
// DIES_AFTER names.
import { parentPort } from 'node:worker_threads'

const { DIES_AFTER } = process.env

if (parentPort !== null && DIES_AFTER) {
  const post = parentPort.postMessage.bind(parentPort)
  parentPort.postMessage = (event, transfer) => {
    post(event, transfer)
    if (event.type !== DIES_AFTER) return
    setImmediate(() => {
      throw new Error('out of luck')
    })
  }
}
