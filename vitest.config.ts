import { availableParallelism } from 'node:os';
import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    include: ['test/**/*.test.ts', 'packages/*/test/**/*.test.ts'],
    // Tests wait for children and sockets more than they compute: one worker would leave a core idle on small machines.
    maxWorkers: Math.max(2, availableParallelism() - 1),
    testTimeout: 30_000,
    // Hooks start programs and servers, which takes long on a busy machine; one that times out skips the tests below it.
    hookTimeout: 60_000,
    // What is waited for comes when it comes, also on a busy machine.
    expect: { poll: { timeout: 20_000 } },
    restoreMocks: true,
    reporters: process.env.CI ? ['default', './test/support/skips.ts'] : ['default'],
  },
});
