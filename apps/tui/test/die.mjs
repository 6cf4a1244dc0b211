// Makes the training thread die in the middle of its work, once there is the file that DIES_AFTER names.
import { existsSync } from 'node:fs'
import { isMainThread } from 'node:worker_threads'

const { DIES_AFTER = '' } = process.env

if (!isMainThread) {
  setInterval(() => {
    if (existsSync(DIES_AFTER)) throw new Error('out of luck')
  }, 200)
}
