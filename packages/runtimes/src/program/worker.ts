/**
 * The program on workerd: a request whose path is the suite and whose body is the data is answered by the
 * report.
 */
import { run } from './program.ts'

export default {
  async fetch(request: Request): Promise<Response> {
    try {
      const data = new Uint8Array(await request.arrayBuffer())
      return Response.json(await run(new URL(request.url).pathname.slice(1), data, navigator.userAgent))
    } catch (error) {
      return new Response(error instanceof Error ? error.stack : String(error), { status: 500 })
    }
  },
}
