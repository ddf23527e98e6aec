/**
 * A vitest that stays: loads the configuration of the project in the working directory once, then runs one test file for
 * each message and says whether it passed. Ends when its parent does.
 */
import { createVitest, type TestSpecification, type Vitest } from 'vitest/node';
import { type Answer, type Ask, RUNNER_VARIABLE } from './messages.ts';

const FAILED: Answer = { passed: false, late: false, tookMs: {} };
const say = (answer: Answer) => process.send?.(answer);

async function answer(vitest: Vitest, specification: TestSpecification): Promise<Answer> {
  const { testModules, unhandledErrors } = await vitest.runTestSpecifications([specification]);
  const cases = testModules.flatMap((module) => [...module.children.allTests()]);
  return {
    late: cases.some((each) => each.result().errors?.some(({ message }) => /^(Test|Hook) timed out/.test(message))),
    passed: testModules.length > 0 && unhandledErrors.length === 0 && testModules.every((module) => module.ok()),
    tookMs: Object.fromEntries(cases.map((each) => [each.id, each.diagnostic()?.duration ?? 0])),
  };
}

const vitest = await createVitest('test', {
  root: process.cwd(),
  watch: false,
  bail: 1,
  maxWorkers: 1,
  fileParallelism: false,
  reporters: [{}],
  runner: process.env[RUNNER_VARIABLE],
});
await vitest.standalone();
const specifications = await vitest.globTestSpecifications();

const limits = new Map(
  vitest.projects.map((project) => [project, { test: project.config.testTimeout, hook: project.config.hookTimeout }]),
);

// With the group that it leads: a worker in an endless loop would stay behind.
process.on('disconnect', () => process.kill(-process.pid, 'SIGKILL'));
process.on('message', async ({ test, changed, cases, caseLimitMs }: Ask) => {
  vitest.invalidateFile(changed);
  const whole = specifications.find(({ moduleId }) => moduleId === test);
  const usual = whole && limits.get(whole.project);
  if (!usual) {
    say(FAILED);
    return;
  }
  // A case that hangs fails by itself, which is cheaper than to end this process.
  whole.project.config.testTimeout = Math.min(usual.test, caseLimitMs ?? usual.test);
  whole.project.config.hookTimeout = Math.min(usual.hook, caseLimitMs ?? usual.hook);
  const specification = cases ? whole.project.createSpecification(test, { testIds: cases }, whole.pool) : whole;
  say(await answer(vitest, specification).catch(() => FAILED));
});
say({ ready: true });
