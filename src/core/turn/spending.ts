/**
 * Which requests of the account overlapped: a balance before and after says what one of them cost only when no other ran
 * in between. All chats share the account.
 */
export class Spending {
  readonly #running = new Set<{ alone: boolean }>();

  /** Begins a request that may cost something; `end` says whether it ran alone all the time. */
  begin(): { end: () => boolean } {
    const own = { alone: this.#running.size === 0 };
    for (const other of this.#running) other.alone = false;
    this.#running.add(own);
    return {
      end: () => {
        this.#running.delete(own);
        return own.alone;
      },
    };
  }
}
