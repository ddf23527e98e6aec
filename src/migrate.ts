import { loadEnvironment, readConfig } from './config.ts';
import { startProblem } from './runtime/start-problem.ts';
import { migrateStore } from './runtime/store-tools.ts';

const print = (line: string) => void process.stdout.write(`${line}\n`);

try {
  await migrateStore(readConfig(loadEnvironment()).storeUrl, print);
} catch (error) {
  process.stderr.write(`${startProblem(error)}\n`);
  process.exitCode = 1;
}
