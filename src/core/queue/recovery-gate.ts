import { untilAborted } from '@reelay/async';

/** Holds messages of a platform back until the turns that an earlier process left open are in their queues. */
export class RecoveryGate {
  readonly #closed = new Map<string, { opened: Promise<void>; open: () => void }>();

  /** Messages of the platform wait from now on. */
  close(platform: string): void {
    let open = () => {};
    const opened = new Promise<void>((resolve) => {
      open = resolve;
    });
    this.#closed.set(platform, { opened, open });
  }

  /** Lets the messages of the platform through, those that wait and all others. */
  open(platform: string): void {
    this.#closed.get(platform)?.open();
    this.#closed.delete(platform);
  }

  /** Resolves once messages of the platform may pass; rejects with the signal's reason. */
  async pass(platform: string, signal: AbortSignal): Promise<void> {
    const closed = this.#closed.get(platform);
    if (closed) await untilAborted(closed.opened, signal);
  }
}
