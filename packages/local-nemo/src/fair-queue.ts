/**
 * A queue that serves its groups in turn: whoever brought many items waits behind those who brought one. Within a group,
 * first come first served.
 */
export class FairQueue {
  // The order of the map is the order in which the groups are served.
  readonly #groups = new Map<string, string[]>();

  add(group: string, item: string): void {
    const items = this.#groups.get(group);
    if (items) items.push(item);
    else this.#groups.set(group, [item]);
  }

  /** Takes the next item out; undefined when none waits. */
  next(): string | undefined {
    const [first] = this.#groups;
    if (!first) return undefined;
    const [group, items] = first;
    const item = items.shift();
    this.#groups.delete(group);
    if (items.length > 0) this.#groups.set(group, items);
    return item;
  }

  /** Takes an item out, wherever it waits. */
  remove(item: string): void {
    for (const [group, items] of this.#groups) {
      const at = items.indexOf(item);
      if (at < 0) continue;
      items.splice(at, 1);
      if (items.length === 0) this.#groups.delete(group);
      return;
    }
  }
}
