/** Before React is loaded: its development build, which it takes without this, needs more of the processor. */
export function chooseReactBuild(): void {
  const { NODE_ENV = 'production' } = process.env
  Object.assign(process.env, { NODE_ENV })
}
