/** What a deployment sets; an empty text is as good as none. */
export interface Environment {
  readonly GRADUS_TOKEN: string
  readonly GRADUS_CORS_ORIGINS: string
}

/** Where a runtime is to serve the predictor on 127.0.0.1. */
interface Site {
  readonly port: number
  /** Its own, empty in the beginning and gone in the end. */
  readonly folder: string
  readonly environment: Environment
}

/** A program and its arguments, to be run in the site's folder. */
export interface Command {
  readonly file: string
  readonly args: readonly string[]
  readonly env?: Readonly<Record<string, string>>
}

/** One that serves the built predictor. */
export interface Runtime {
  readonly name: string
  /** Makes ready what it needs, and says how it starts. */
  command(site: Site): Promise<Command>
}
