/** Tells whose media cannot be decrypted: from a failed frame on, until frames of theirs are decoded again. */
export class DecryptionWatch {
  /** By identity: frames decoded when a failure was last seen. */
  private readonly failing = new Map<string, number>();

  get identities(): readonly string[] {
    return [...this.failing.keys()];
  }

  isFailing(identity: string): boolean {
    return this.failing.has(identity);
  }

  /** A frame could not be decrypted; true when that is news. */
  failed(identity: string): boolean {
    const known = this.failing.has(identity);
    this.failing.set(identity, Number.POSITIVE_INFINITY);
    return !known;
  }

  /** So many of their frames are decoded by now; true when they can be understood again. */
  decoded(identity: string, frames: number): boolean {
    const before = this.failing.get(identity);
    if (before === undefined) {
      return false;
    }
    if (frames > before) {
      this.failing.delete(identity);
      return true;
    }
    this.failing.set(identity, frames);
    return false;
  }

  forget(identity?: string): void {
    if (identity === undefined) {
      this.failing.clear();
    } else {
      this.failing.delete(identity);
    }
  }
}
