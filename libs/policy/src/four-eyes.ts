/**
 * F6: people and service accounts are compared without regard to case. The same person may be written "K.Ito@…" by one
 * tool and "k.ito@…" by another; four eyes must not hang on that.
 */
export function foldCase(name: string): string {
  return name.normalize('NFC').toLowerCase();
}
