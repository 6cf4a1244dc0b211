import { etag as honoEtag, RETAINED_304_HEADERS } from 'hono/etag'

/**
 * Of an answer, what a 304 says again, besides what RFC 9110 asks for (15.4.5): browsers put its headers in the place of those that they
 * have kept (RFC 9111, 3.2), and would otherwise take the app's own policy for that of the page.
 */
const KEPT = [
  'access-control-allow-origin',
  'access-control-expose-headers',
  'content-security-policy',
  'x-request-id',
]

/** Gives answers an ETag, unless they have one, and tells those who have it that nothing changed. */
export const etag = () => honoEtag({ retainedHeaders: [...RETAINED_304_HEADERS, ...KEPT] })
