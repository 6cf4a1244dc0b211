import { INFER_REQUESTS } from './infer-requests.ts'
import { OTHER_REQUESTS } from './other-requests.ts'
import { PICTURE_REQUESTS } from './picture-requests.ts'
import { PREDICT_REQUESTS } from './predict-requests.ts'
import { BYTES, type ConformanceRequest, posted } from './request.ts'

export { GUARDED_REQUESTS, ORIGINS, TOKEN } from './guarded-requests.ts'

/** What is asked of a deployment with nothing set: every endpoint and every error. */
export const REQUESTS: readonly ConformanceRequest[] = [
  ...PREDICT_REQUESTS,
  ...PICTURE_REQUESTS,
  ...INFER_REQUESTS,
  ...OTHER_REQUESTS,
]

/** It takes as long as a request may: ten seconds. */
export const SLOW_REQUEST: ConformanceRequest = {
  name: 'a body that does not end',
  path: '/predict',
  ...posted(new Uint8Array(100), BYTES, { sent: 'endless' }),
  status: 408,
}
