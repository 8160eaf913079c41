/** The account could delete what is recorded, and nobody has said that this is accepted. */
export class WeakAccess extends Error {
  override readonly name = 'WeakAccess';
}
