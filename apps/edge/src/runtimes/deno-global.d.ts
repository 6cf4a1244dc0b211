/** The part of Deno that its entry uses. Source: https://docs.deno.com/api/deno/~/Deno.serve */
declare namespace Deno {
  function serve(
    options: { readonly hostname: string; readonly port: number },
    handler: (request: Request) => Promise<Response>,
  ): unknown
}
