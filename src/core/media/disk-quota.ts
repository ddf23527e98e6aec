/** Counts the bytes the spool holds, over all turns, against one cap. */
export class DiskQuota {
  readonly #maxBytes: number;
  #held = 0;

  constructor(maxBytes: number) {
    this.#maxBytes = maxBytes;
  }

  /** Bytes counted now. */
  get held(): number {
    return this.#held;
  }

  /** A reservation for one file or turn; its `close` gives everything back, once. */
  reserve(): QuotaReservation {
    let own = 0;
    return {
      take: (bytes) => {
        if (this.#held + bytes > this.#maxBytes) return false;
        this.#held += bytes;
        own += bytes;
        return true;
      },
      give: (bytes) => {
        const back = Math.min(bytes, own);
        this.#held -= back;
        own -= back;
      },
      close: () => {
        this.#held -= own;
        own = 0;
      },
    };
  }
}

export interface QuotaReservation {
  /** Counts `bytes` more; false, and nothing counted, when the cap would be passed. */
  take(bytes: number): boolean;
  give(bytes: number): void;
  close(): void;
}
