// Makes the training thread die in the middle of its work.
import { isMainThread } from 'node:worker_threads'

if (!isMainThread) {
  setTimeout(() => {
    throw new Error('out of luck')
  }, 2500)
}
