import { isMainThread } from 'node:worker_threads'

// Windows can only kill another process. Preloaded there, so that a message stands for the signal of its
// name.
if (isMainThread) {
  process.on('message', signal => process.emit(signal, signal))
  process.channel.unref()
}
