/** Callers that go on within one turn of the event loop. */
const AT_ONCE = 8;

/**
 * Lets callers that waited for the same commit or query go on, a few in each turn of the event loop. All at once they would
 * do their next work in one go, and whatever comes in meanwhile would wait for all of them.
 */
export class GradualRelease {
  readonly #waiting: (() => void)[] = [];
  #running = false;

  /** Calls `go` after those that were added before, the first few at once. */
  add(go: () => void): void {
    this.#waiting.push(go);
    if (this.#running) return;
    this.#running = true;
    queueMicrotask(() => this.#next());
  }

  #next(): void {
    for (const go of this.#waiting.splice(0, AT_ONCE)) go();
    if (this.#waiting.length > 0) setImmediate(() => this.#next());
    else this.#running = false;
  }
}
