/** Bytes, as the bundler embeds them or the runtime hands them over. */
declare module '*.safetensors' {
  const bytes: ArrayBuffer | Uint8Array<ArrayBuffer>
  export default bytes
}

/** The files of a folder by their names, as the bundler embeds them. */
declare module '*?files' {
  const files: Readonly<Record<string, Uint8Array<ArrayBuffer>>>
  export default files
}

/** Name of the model that is embedded. */
declare const GRADUS_MODEL_NAME: string

/** The part of Deno that its entry uses. Source: https://docs.deno.com/api/deno/~/Deno.serve */
declare namespace Deno {
  function serve(
    options: { readonly hostname: string; readonly port: number },
    handler: (request: Request) => Promise<Response>,
  ): unknown
}
