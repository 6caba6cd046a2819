/** An operation that cannot be done: `kind` maps to a status over HTTP. */
export class OperationRefused extends Error {
  constructor(
    readonly kind: 'invalid' | 'not-found' | 'conflict',
    readonly code: string,
  ) {
    super(code);
    this.name = 'OperationRefused';
  }
}
