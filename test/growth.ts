/** Above this, time grows faster than the input: fourfold input takes four times as long when linear, 16 times when quadratic. */
export const LINEAR = 9;

const SMALL = 50_000;
const RUNS = 3;

/** How many times longer a function takes for four times the input; the best of a few runs; 1 when it is done within 100 ms anyway. */
export function growth(unit: string, run: (text: string) => unknown, small = SMALL): number {
  const best = (length: number) => {
    const text = unit.repeat(Math.ceil(length / unit.length));
    let least = Number.POSITIVE_INFINITY;
    for (let i = 0; i < RUNS; i++) {
      const start = performance.now();
      run(text);
      least = Math.min(least, performance.now() - start);
    }
    return least;
  };
  best(small);
  const large = best(small * 4);
  return large < 100 ? 1 : large / best(small);
}
