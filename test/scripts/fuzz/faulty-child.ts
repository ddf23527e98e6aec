/** Answers as the fuzzer's child does: of every four cases one crashes, one takes too long, and the third hangs once. */
process.on('disconnect', () => process.exit());
process.on('message', ({ seed, cases }: { seed: number; cases: number }) => {
  for (let i = seed; i < seed + cases; i++) {
    if (i === 7) return;
    const crash = i % 4 === 0 ? { crash: 'TypeError: of undefined' } : {};
    process.send?.({ done: { seed: i, ms: i % 4 === 1 ? 900 : 1, ...crash } });
  }
  process.send?.({ over: true });
});
process.send?.({ ready: true });
