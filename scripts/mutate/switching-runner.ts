/**
 * The runner of vitest that tries many faults in one load of a test file: each case runs without a fault first, which
 * tells what it reaches and how long it takes, and then once for each fault within its reach that nobody has noticed yet.
 * After a case that failed it runs without a fault again: where that fails too, the fault has harmed what the cases share,
 * and nothing can be said.
 */
import { appendFileSync, readFileSync } from 'node:fs';
import type { RunnerTestCase as Test } from 'vitest';
import { VitestTestRunner } from 'vitest/runners';
import { getFn } from 'vitest/suite';
import { LIMITS, PLAN_VARIABLE, type Plan, type Said } from './plan.ts';

// Tests replace the clock.
const { setTimeout, clearTimeout } = globalThis;
const now = performance.now.bind(performance);

const state = globalThis as { __mutant?: number; __reached?: Set<number> };
state.__reached = new Set();

class TooLate extends Error {}

/** `first` and `again` are runs without a fault. */
type Step = { kind: 'first' } | { kind: 'fault'; id: number } | { kind: 'again'; id: number; late: boolean };

/** How often a case is repeated, as vitest compares it: steps are added while it runs. */
class Repeats {
  count = 0;
  valueOf(): number {
    return this.count;
  }
}

export default class SwitchingRunner extends VitestTestRunner {
  readonly #plan: Plan = JSON.parse(readFileSync(process.env[PLAN_VARIABLE] ?? '', 'utf8'));
  readonly #noticed = new Set<number>();
  readonly #spentMs = new Map<number, number>();
  #steps: Step[] = [];
  #repeats = new Repeats();
  #begunAt = 0;
  #usualMs = 0;
  #strayErrors = 0;

  constructor(...args: ConstructorParameters<typeof VitestTestRunner>) {
    super(...args);
    process.on('unhandledRejection', () => {
      this.#strayErrors += 1;
    });
  }

  override async onBeforeRunTask(test: Test): Promise<void> {
    await super.onBeforeRunTask(test);
    if (test.mode !== 'run' && test.mode !== 'queued') return;
    this.#steps = [{ kind: 'first' }];
    this.#repeats = new Repeats();
    test.repeats = this.#repeats as unknown as number;
  }

  override onBeforeTryTask(test: Test): void {
    super.onBeforeTryTask(test);
    const [step] = this.#steps;
    state.__reached?.clear();
    state.__mutant = step?.kind === 'fault' ? step.id : 0;
    this.#strayErrors = 0;
    this.#begunAt = now();
    if (step?.kind === 'fault') this.#say({ said: 'begun', id: step.id });
  }

  async runTask(test: Test): Promise<void> {
    const limitMs = this.#usualMs * LIMITS.times + LIMITS.moreMs;
    let timer: NodeJS.Timeout | undefined;
    const late = new Promise<never>((_, reject) => {
      if (this.#steps[0]?.kind !== 'first') timer = setTimeout(() => reject(new TooLate('Test timed out')), limitMs);
    });
    try {
      await Promise.race([getFn(test)(), late]);
    } finally {
      clearTimeout(timer);
    }
  }

  async onAfterRetryTask(test: Test): Promise<void> {
    // Rejections that nobody handles are told a turn of the event loop later.
    await new Promise((resolve) => setTimeout(resolve, 0));
    const { result } = test;
    const step = this.#steps.shift();
    if (!result || !step) return;
    const ms = now() - this.#begunAt;
    const failed = result.state === 'fail' || this.#strayErrors > 0;
    const late = result.errors?.some(({ message }) => /^(Test|Hook) timed out/.test(message)) ?? false;
    state.__mutant = 0;
    this.#judge(step, { failed, late, ms, name: test.name });
    const going = this.#steps.length > 0;
    if (going) this.#repeats.count += 1;
    // What a fault did is no result of the test's own.
    if (going || step.kind !== 'first') {
      result.state = 'run';
      result.errors = undefined;
      if (!going) result.state = 'pass';
    }
  }

  #judge(step: Step, { failed, late, ms, name }: { failed: boolean; late: boolean; ms: number; name: string }): void {
    if (step.kind === 'first') {
      this.#usualMs = ms;
      if (failed) this.#say({ said: 'unsound', name });
      else this.#choose(name, ms);
    } else if (step.kind === 'fault') {
      const { id } = step;
      this.#spentMs.set(id, (this.#spentMs.get(id) ?? 0) + ms);
      if (failed) this.#steps.unshift({ kind: 'again', id, late });
      else this.#say({ said: 'passed', id });
    } else {
      const { id } = step;
      this.#noticed.add(id);
      // On a machine that stands still everything is late: then it is not the fault.
      const limitMs = (this.#usualMs * LIMITS.times + LIMITS.moreMs) / 2;
      if (!failed && !(step.late && ms > limitMs)) this.#say({ said: step.late ? 'hung' : 'failed', id, name });
      else {
        this.#say({ said: 'unsure', id });
        if (failed) this.#stop();
      }
    }
  }

  /** Adds the faults that the case reaches. */
  #choose(name: string, ms: number): void {
    const places = [...(state.__reached ?? [])];
    this.#say({ said: 'case', name, ms: Math.round(ms), places });
    if (ms > this.#plan.longestMs) return;
    for (const { id, place } of this.#plan.faults) {
      const spentMs = this.#spentMs.get(id) ?? 0;
      if (!places.includes(place) || this.#noticed.has(id) || spentMs > LIMITS.perFileMs) continue;
      this.#steps.push({ kind: 'fault', id });
    }
  }

  /** What the cases share is broken: the rest is for a new process. */
  #stop(): void {
    this.#steps = [];
    this.#say({ said: 'stopped' });
    this.cancel('test-failure');
  }

  #say(said: Said): void {
    appendFileSync(this.#plan.log, `${JSON.stringify(said)}\n`);
  }
}
