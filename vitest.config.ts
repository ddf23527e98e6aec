import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    include: ['test/**/*.test.ts'],
    testTimeout: 30_000,
    // What is waited for comes when it comes, also on a busy machine.
    expect: { poll: { timeout: 20_000 } },
    restoreMocks: true,
  },
});
